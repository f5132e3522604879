namespace CallCenter.Contracts.Telephony;

/// <summary>Said when an assignment ends without caller and agent having been bridged.</summary>
[Event("call", "assignment-declined", nameof(CallId), Public = true)]
public sealed record AssignmentDeclined
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The assignment that led to this.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>no-answer, rejected, busy, unreachable, caller-gone, late, already-answered or failed.</summary>
    public required string Reason { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset DeclinedAt { get; init; }
}
