namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when an agent has a number dialled: their phone rings first, then the other one. CallEnded always follows;
/// CallArrived and CallAnswered do where both were reached.
/// </summary>
[Event("call", "agent-dialled", nameof(CallId), Public = true)]
public sealed record AgentDialled
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>Names the agent's part of the call in what follows; no CallAssigned led to it.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The number of ours that is shown.</summary>
    public required Guid NumberId { get; init; }

    /// <summary>The queue of that number, to which the call counts.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>Keyed hash of the dialled number.</summary>
    public required string CallerRef { get; init; }

    /// <summary>Both have been rung by then, or the call has ended.</summary>
    public required DateTimeOffset RingUntilAt { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset DialledAt { get; init; }
}
