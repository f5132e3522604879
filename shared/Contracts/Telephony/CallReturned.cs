namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when an agent or a supervisor gives the call back to its queue. AgentReleased and CallQueued follow, with
/// the place kept.
/// </summary>
[Event("call", "returned", nameof(CallId), Public = true)]
public sealed record CallReturned
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The queue.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>Why, as the client named it: a word such as wrong-queue.</summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ReturnedAt { get; init; }
}
