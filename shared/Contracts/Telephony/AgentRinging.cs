namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the phone of the assigned agent has been told to ring.</summary>
[Event("call", "agent-ringing", nameof(CallId), Public = true)]
public sealed record AgentRinging
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The assignment that led to this.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>When ringing began.</summary>
    public required DateTimeOffset RingingAt { get; init; }
}
