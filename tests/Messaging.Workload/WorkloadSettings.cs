using System.Globalization;

namespace CallCenter.Messaging.Workload;

/// <summary>What a process of the workload does: given in environment variables by the test that starts it.</summary>
public sealed record WorkloadSettings
{
    public required string Database { get; init; }

    public required Uri Broker { get; init; }

    /// <summary>Whether it publishes what was committed.</summary>
    public bool Relays { get; init; }

    /// <summary>Whether it consumes.</summary>
    public bool Hears { get; init; }

    /// <summary>How many events it says per subject before it has said enough; 0 says nothing.</summary>
    public int Says { get; init; }

    /// <summary>Over how many subjects.</summary>
    public int Subjects { get; init; }

    /// <summary>Where it kills itself, such as <c>relay.confirmed:3</c>: the third time that it gets there.</summary>
    public string? CrashAt { get; init; }

    public static WorkloadSettings FromEnvironment() => new()
    {
        Database = Read(nameof(Database))!,
        Broker = new Uri(Read(nameof(Broker))!),
        Relays = Read(nameof(Relays)) == "true",
        Hears = Read(nameof(Hears)) == "true",
        Says = int.Parse(Read(nameof(Says)) ?? "0", CultureInfo.InvariantCulture),
        Subjects = int.Parse(Read(nameof(Subjects)) ?? "0", CultureInfo.InvariantCulture),
        CrashAt = Read(nameof(CrashAt)),
    };

    /// <summary>The variables that <see cref="FromEnvironment"/> reads.</summary>
    public IReadOnlyDictionary<string, string?> ToEnvironment() => new Dictionary<string, string?>
    {
        [Name(nameof(Database))] = Database,
        [Name(nameof(Broker))] = Broker.ToString(),
        [Name(nameof(Relays))] = Relays ? "true" : null,
        [Name(nameof(Hears))] = Hears ? "true" : null,
        [Name(nameof(Says))] = Says.ToString(CultureInfo.InvariantCulture),
        [Name(nameof(Subjects))] = Subjects.ToString(CultureInfo.InvariantCulture),
        [Name(nameof(CrashAt))] = CrashAt,
    };

    private static string? Read(string name) => Environment.GetEnvironmentVariable(Name(name));

    private static string Name(string name) => $"WORKLOAD_{name.ToUpperInvariant()}";
}
