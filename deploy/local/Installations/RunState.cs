using System.Text.Json;
using System.Text.Json.Serialization;
using CallCenter.Local.Backing;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Installations;

/// <summary>
/// What runs: written by the supervisor, believed only while its processes are the ones that it names.
/// </summary>
public sealed record RunState
{
    public const string Starting = "starting";
    public const string Ready = "ready";
    public const string Failed = "failed";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>starting, ready or failed.</summary>
    public required string Phase { get; init; }

    public required int PortBase { get; init; }

    /// <summary>debian or docker.</summary>
    public required string Infra { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required RunMember Supervisor { get; init; }

    public IReadOnlyList<RunMember> Members { get; init; } = [];

    /// <summary>Why it failed.</summary>
    public string? Failure { get; init; }

    [JsonIgnore]
    public PortTable Ports => new(PortBase);

    /// <summary>The run that is alive now, if any.</summary>
    public static async Task<RunState?> FindAliveAsync(Home home, CancellationToken cancellation) =>
        await ReadAsync(home, cancellation) is { Supervisor.IsAlive: true } state ? state : null;

    /// <summary>What the file says, alive or not.</summary>
    public static async Task<RunState?> ReadAsync(Home home, CancellationToken cancellation) =>
        File.Exists(home.StateFile)
            ? JsonSerializer.Deserialize<RunState>(await File.ReadAllTextAsync(home.StateFile, cancellation), Json)
            : null;

    public Task WriteAsync(Home home, CancellationToken cancellation) =>
        SecretFile.WriteAsync(home.StateFile, JsonSerializer.Serialize(this, Json), cancellation);
}

/// <summary>A process, told from a later one with the same id by its start.</summary>
public sealed record RunMember(string Name, int Id, long Start, string LogFile)
{
    [JsonIgnore]
    public bool IsAlive => ProcessTable.IsSame(Id, Start);

    public static RunMember Of(string name, int id, string logFile) =>
        new(name, id, ProcessTable.StartOf(id) ?? 0, logFile);
}
