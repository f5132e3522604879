namespace CallCenter.Local.Centres;

/// <summary>
/// The centre that <c>up</c> makes: fixed ids, so that examples and tests can name them. The numbers are from the
/// range that Ofcom keeps free for drama: nobody has them.
/// </summary>
public static class DemoCentre
{
    public static DemoQueue Support { get; } =
        new(new Guid("0190c0de-0000-7000-8000-000000000101"), "Support", ["support"]);

    public static DemoQueue Sales { get; } =
        new(new Guid("0190c0de-0000-7000-8000-000000000102"), "Sales", ["sales"]);

    /// <summary>Takes the demo call.</summary>
    public static DemoAgent Alice { get; } =
        new(new Guid("0190c0de-0000-7000-8000-000000000201"), "2001", "Alice Weaver", ["support"]);

    public static DemoAgent Bo { get; } =
        new(new Guid("0190c0de-0000-7000-8000-000000000202"), "2002", "Bo Chen", ["sales", "chinese"]);

    public static DemoAgent Cora { get; } =
        new(new Guid("0190c0de-0000-7000-8000-000000000203"), "2003", "Cora Lind", ["sales", "support"]);

    /// <summary>English, with greeting and survey; the demo call dials it.</summary>
    public static DemoNumber SupportNumber { get; } =
        new(new Guid("0190c0de-0000-7000-8000-000000000301"), "+441632960101", Support.Id, "en");

    /// <summary>The same in Chinese.</summary>
    public static DemoNumber SalesNumber { get; } =
        new(new Guid("0190c0de-0000-7000-8000-000000000302"), "+441632960102", Sales.Id, "zh");

    /// <summary>
    /// Leads through <see cref="DemoFlow"/>: a language by key, support or sales by key, the queue, a score.
    /// </summary>
    public static DemoNumber MenuNumber { get; } =
        new(new Guid("0190c0de-0000-7000-8000-000000000303"), "+441632960103", Support.Id, "en");

    /// <summary>The number that the demo call comes from.</summary>
    public const string CallerNumber = "+441632960900";

    public static Guid TrunkId { get; } = new("0190c0de-0000-7000-8000-000000000501");

    public static Guid PermissionId { get; } = new("0190c0de-0000-7000-8000-000000000502");

    /// <summary>The range that nobody has: only numbers of it may be dialled.</summary>
    public const string DialledPrefix = "+441632960";

    public static Guid DepartmentId { get; } = new("0190c0de-0000-7000-8000-000000000401");

    public const string DepartmentName = "Customer care";

    public static IReadOnlyList<DemoQueue> Queues { get; } = [Support, Sales];

    public static IReadOnlyList<DemoAgent> Agents { get; } = [Alice, Bo, Cora];

    public static IReadOnlyList<DemoNumber> Numbers { get; } = [SupportNumber, SalesNumber];
}

public sealed record DemoQueue(Guid Id, string Name, IReadOnlyList<string> Skills);

public sealed record DemoAgent(Guid Id, string Number, string Name, IReadOnlyList<string> Skills);

public sealed record DemoNumber(Guid Id, string E164, Guid QueueId, string Language);
