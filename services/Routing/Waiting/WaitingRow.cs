namespace CallCenter.Routing.Waiting;

/// <summary>A waiting call as it is listed.</summary>
public sealed record WaitingRow
{
    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    public int Priority { get; init; }

    public string[] Skills { get; init; } = [];

    public DateTimeOffset QueuedAt { get; init; }

    public int Step { get; init; }

    public Guid? PreferredAgentId { get; init; }

    public DateTimeOffset? PreferredUntilAt { get; init; }

    /// <summary>What a score is made of.</summary>
    public WaitingCall Scored => new()
    {
        CallId = CallId, State = CallStates.Waiting, QueuedAt = QueuedAt, Priority = Priority,
    };

    /// <summary>As the caller was told last; absent before the first look.</summary>
    public int? Position { get; init; }

    public long? WaitMs { get; init; }

    public long? ErrorMs { get; init; }

    public DateTimeOffset? ReasonsAt { get; init; }

    /// <summary>JSON object: reason to number of agents.</summary>
    public string? Reasons { get; init; }
}
