using System.Text.Json;
using System.Text.Json.Serialization;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Simulating;

/// <summary>A day as a file says it: queues, agents, and calls by rate or one by one.</summary>
public sealed record DayFile
{
    /// <summary>How it is read and written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The same seed gives the same day.</summary>
    public int Seed { get; init; } = 1;

    public DateTimeOffset StartsAt { get; init; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Answered within this is in time.</summary>
    public int ServiceLevelMs { get; init; } = 20_000;

    /// <summary>Who leaves within this is not counted as lost.</summary>
    public int ShortAbandonMs { get; init; } = 5_000;

    /// <summary>How long a phone rings before its agent answers.</summary>
    public int AnswerMs { get; init; }

    public required IReadOnlyList<DayQueue> Queues { get; init; }

    public required IReadOnlyList<DayAgents> Agents { get; init; }

    /// <summary>Calls by rate.</summary>
    public IReadOnlyList<DayArrivals> Arrivals { get; init; } = [];

    /// <summary>Calls one by one, as they were.</summary>
    public IReadOnlyList<DayCall> Calls { get; init; } = [];

    /// <summary>Policies to compare; each queue's own plan where there is none.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    public static async Task<DayFile> ReadAsync(Stream from) =>
        await JsonSerializer.DeserializeAsync<DayFile>(from, Json) ?? throw new JsonException("The file is empty.");

    /// <summary>What the file says that cannot be, and where.</summary>
    public IEnumerable<string> Problems()
    {
        var names = Queues.Select(queue => queue.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Queues.Count == names.Count ? Array.Empty<string>() : ["queues: two have the same name"],
            .. Policies.Except(CallCenter.Routing.Queues.Policies.All).Select(one => $"policies: {one} is unknown"),
            .. Agents.Where(one => one.Count < 1 || one.Speed <= 0).Select(_ => "agents: count and speed are above 0"),
            .. Arrivals.Where(one => !names.Contains(one.Queue)).Select(one => $"arrivals: no queue {one.Queue}"),
            .. Calls.Where(one => !names.Contains(one.Queue)).Select(one => $"calls: no queue {one.Queue}"),
            .. Arrivals.Where(one => one.Hours.Count is not (0 or 24) || one.Hours.Any(weight => weight < 0))
                .Select(one => $"arrivals of {one.Queue}: hours are 24 weights, none below 0"),
            .. Arrivals.Where(one => one.Calls < 0 || one.TalkMs < 1 || one.PatienceMs < 0 || one.TalkSpread < 0
                    || !(one.HardShare is >= 0 and <= 1))
                .Select(one => $"arrivals of {one.Queue}: a number is too small"),
            .. Calls.Where(one => one.AtMs < 0 || one.TalkMs < 1 || one.PatienceMs < 0 || one.WaitedMs < 0
                    || one.WrapUpMs < 0)
                .Select(one => $"calls of {one.Queue}: a number is too small"),
            .. Agents.Where(one => one.Statuses.Any(change => !AgentStatuses.All.Contains(change.Status)))
                .Select(_ => "agents: a status is available, break or offline"),
        ];
    }
}

public sealed record DayQueue
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Skills { get; init; } = [];

    public QueuePlan Plan { get; init; } = QueuePlan.Default;
}

/// <summary>So many agents of one kind.</summary>
public sealed record DayAgents
{
    public required int Count { get; init; }

    public IReadOnlyList<string> Skills { get; init; } = [];

    public IReadOnlyDictionary<string, int> Levels { get; init; } = new Dictionary<string, int>();

    public IReadOnlyList<string> Languages { get; init; } = [];

    public string? Team { get; init; }

    public string? Site { get; init; }

    /// <summary>One of speed 2 talks half as long.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Hours at work, counted from the start of the day.</summary>
    public double FromHour { get; init; }

    public double ToHour { get; init; } = 24;

    /// <summary>What they chose and when, as it was; offline until the first. Instead of the hours.</summary>
    public IReadOnlyList<DayStatus> Statuses { get; init; } = [];
}

/// <summary>A status from an instant on.</summary>
public sealed record DayStatus
{
    public required int AtMs { get; init; }

    /// <summary>available, break or offline.</summary>
    public required string Status { get; init; }
}

/// <summary>Calls of one kind, by chance.</summary>
public sealed record DayArrivals
{
    public required string Queue { get; init; }

    /// <summary>How many in the day, on average.</summary>
    public required int Calls { get; init; }

    /// <summary>Weight of each hour; all equal when absent.</summary>
    public IReadOnlyList<double> Hours { get; init; } = [];

    /// <summary>Mean talk.</summary>
    public required int TalkMs { get; init; }

    /// <summary>Standard deviation of the logarithm of the talk; 0: exponential.</summary>
    public double TalkSpread { get; init; }

    /// <summary>Mean patience, exponential; 0: for ever.</summary>
    public int PatienceMs { get; init; }

    public int WrapUpMs { get; init; }

    public IReadOnlyList<string> Skills { get; init; } = [];

    public int Priority { get; init; }

    public string Language { get; init; } = "en";

    public string? CustomerClass { get; init; }

    /// <summary>Share of callers who are angry and known to be, 0 to 1.</summary>
    public double HardShare { get; init; }
}

/// <summary>One call as it was.</summary>
public sealed record DayCall
{
    public required string Queue { get; init; }

    public required int AtMs { get; init; }

    /// <summary>Absent where nobody answered it: then it is that of another call of the queue, by chance.</summary>
    public int? TalkMs { get; init; }

    /// <summary>After so long the caller left.</summary>
    public int? PatienceMs { get; init; }

    /// <summary>
    /// So long the caller had waited when they were answered: for how much longer they would have, nobody knows, and
    /// chance says.
    /// </summary>
    public int? WaitedMs { get; init; }

    public int WrapUpMs { get; init; }

    public IReadOnlyList<string> Skills { get; init; } = [];

    public int Priority { get; init; }

    public string Language { get; init; } = "en";

    public string? CustomerClass { get; init; }
}
