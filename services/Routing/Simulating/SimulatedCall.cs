namespace CallCenter.Routing.Simulating;

/// <summary>A call that will arrive: when, what it wants, how long its caller waits and how much work it is.</summary>
public sealed record SimulatedCall
{
    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    public required DateTimeOffset ArrivesAt { get; init; }

    /// <summary>How long the caller waits; for ever when absent.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>How long an agent of speed 1 talks.</summary>
    public required TimeSpan Talk { get; init; }

    /// <summary>How long the work after the call takes.</summary>
    public TimeSpan WrapUp { get; init; }

    public int Priority { get; init; }

    public IReadOnlyList<string> Skills { get; init; } = [];

    public string Language { get; init; } = "en";

    public string? CustomerClass { get; init; }

    /// <summary>The caller is angry, known so before and marked so by the agent.</summary>
    public bool Hard { get; init; }
}

/// <summary>What a simulation takes: queues, agents and calls. The same input gives the same result.</summary>
public sealed record SimulatedDay
{
    public required IReadOnlyList<Queues.Queue> Queues { get; init; }

    /// <summary>Agents with their speed: one of speed 2 talks half as long.</summary>
    public required IReadOnlyList<(Agents.Agent Agent, double Speed)> Agents { get; init; }

    /// <summary>In the order in which they arrive.</summary>
    public required IEnumerable<SimulatedCall> Calls { get; init; }

    /// <summary>When agents change their status.</summary>
    public IReadOnlyList<(DateTimeOffset At, Guid AgentId, string Status)> Shifts { get; init; } = [];

    /// <summary>How long an agent's phone rings before they answer.</summary>
    public TimeSpan AnswerTime { get; init; }

    /// <summary>Places for waiting calls; a call that would have to wait and finds them taken is blocked.</summary>
    public int Places { get; init; } = int.MaxValue;

    /// <summary>Calls that arrive earlier are not counted.</summary>
    public DateTimeOffset CountFrom { get; init; }

    /// <summary>Whether each call that finds nobody free is given an estimate, which is then compared.</summary>
    public bool Estimates { get; init; }
}
