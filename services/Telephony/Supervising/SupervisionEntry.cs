namespace CallCenter.Telephony.Supervising;

/// <summary>A supervisor took part in a talk: what the audit knows of it.</summary>
public sealed record SupervisionEntry
{
    /// <summary>Its number: a later one is greater.</summary>
    public required long SupervisionId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>By the agent id of their phone.</summary>
    public required Guid SupervisorId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Absent while they take part.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>For how long; absent while they take part.</summary>
    public long? ListenedMs { get; init; }

    /// <summary>As SupervisionEnded says it: asked, hung-up, talk-over or failed.</summary>
    public string? Reason { get; init; }

    /// <summary>In the order in which it was so.</summary>
    public required IReadOnlyList<SupervisionMode> Modes { get; init; }
}

/// <summary>From then on they took part in that way, in the talk of that agent.</summary>
/// <param name="Mode">monitor, whisper or barge.</param>
/// <param name="AgentId">Whom they heard.</param>
/// <param name="At">Since when.</param>
public sealed record SupervisionMode(string Mode, Guid AgentId, DateTimeOffset At);

/// <summary>Which entries are asked for; what is absent is any.</summary>
public sealed record SupervisionQuery
{
    public Guid? CallId { get; init; }

    public Guid? SupervisorId { get; init; }

    /// <summary>Somebody whose talk was heard.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>Began then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Began before then.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Entries before this one: the last of the answer before.</summary>
    public long? Before { get; init; }
}
