namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when an agent has handed the caller on: to a queue, which for an agent is that of the call with a
/// preference, or to whoever has answered.
/// </summary>
[Event("call", "transferred", nameof(CallId), Public = true)]
public sealed record CallTransferred
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who handed on.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>queue, agent or number. Which number, no event tells.</summary>
    public required string Kind { get; init; }

    /// <summary>The queue, when to one.</summary>
    public Guid? ToQueueId { get; init; }

    /// <summary>The agent, when to one.</summary>
    public Guid? ToAgentId { get; init; }

    /// <summary>
    /// That agent's part in the call, when they were asked first and have it now: no CallAssigned led to it, and
    /// CallAnswered follows.
    /// </summary>
    public Guid? AssignmentId { get; init; }

    /// <summary>The queue of that part.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset TransferredAt { get; init; }
}
