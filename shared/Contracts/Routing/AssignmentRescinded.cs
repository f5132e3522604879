namespace CallCenter.Contracts.Routing;

/// <summary>
/// Said when Routing takes an assignment back: its lease ended unheard, or the call or agent is gone.
/// </summary>
[Event("call", "assignment-rescinded", nameof(CallId), Public = true)]
public sealed record AssignmentRescinded
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The assignment that led to this.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>
    /// expired, call-ended, call-left (the call waits no longer), agent-removed, freed (by a supervisor) or superseded
    /// (an earlier one was answered after all).
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>When it was taken back.</summary>
    public required DateTimeOffset RescindedAt { get; init; }
}
