namespace CallCenter.Routing.Figures;

/// <summary>
/// The one definition of a figure. Its meaning never changes: another formula is another version, or another id.
/// </summary>
/// <typeparam name="T">What it is counted from.</typeparam>
public sealed record Definition<T>
{
    public required string Id { get; init; }

    public int Version { get; init; } = 1;

    /// <summary>One of <see cref="Units"/>.</summary>
    public required string Unit { get; init; }

    /// <summary>The formula in words.</summary>
    public required string English { get; init; }

    public required string Chinese { get; init; }

    /// <summary>Whose definition it is.</summary>
    public required string Source { get; init; }

    /// <summary>It changes with time alone: a reader counts on from the instant it was told.</summary>
    public bool MovesWithTime { get; init; }

    /// <summary>The formula. Nothing to divide by is no figure (null), never nought.</summary>
    public required Func<T, double?> Of { get; init; }

    /// <summary>The same figure counted from something that contains what it is counted from.</summary>
    public Definition<TWhole> Within<TWhole>(Func<TWhole, T> part) => new()
    {
        Id = Id,
        Version = Version,
        Unit = Unit,
        English = English,
        Chinese = Chinese,
        Source = Source,
        MovesWithTime = MovesWithTime,
        Of = whole => Of(part(whole)),
    };

    public Figure Value(T tally) => new() { Id = Id, Version = Version, Value = Of(tally), Unit = Unit };
}

/// <summary>A figure with the definition by which it was counted.</summary>
public sealed record Figure
{
    /// <summary>Id of the definition.</summary>
    public required string Id { get; init; }

    /// <summary>Version of the definition.</summary>
    public required int Version { get; init; }

    /// <summary>Absent where there is nothing to count it from.</summary>
    public double? Value { get; init; }

    /// <summary>count, ms or ratio (0 to 1).</summary>
    public required string Unit { get; init; }
}

/// <summary>What a figure is measured in.</summary>
public static class Units
{
    public const string Count = "count";
    public const string Milliseconds = "ms";

    /// <summary>0 to 1.</summary>
    public const string Ratio = "ratio";
}

/// <summary>Quotients of which nothing is left when there is nothing to divide by.</summary>
public static class Quotient
{
    public static double? Of(double part, double whole) => whole > 0 ? part / whole : null;
}
