namespace CallCenter.Contracts.Routing;

/// <summary>
/// Said when the status of an agent changes, chosen for now or for later, or the activity, or whether they respond.
/// </summary>
[Event("agent", "activity-changed", nameof(AgentId), Public = true)]
public sealed record AgentActivityChanged
{
    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>What the agent chose: available, break or offline.</summary>
    public required string Status { get; init; }

    /// <summary>The name of the break, if it has one.</summary>
    public string? BreakName { get; init; }

    /// <summary>What the agent chose for when the work in hand is done: break or offline.</summary>
    public string? NextStatus { get; init; }

    /// <summary>The name of that break, if it has one.</summary>
    public string? NextBreakName { get; init; }

    /// <summary>What the agent is doing: idle, reserved, ringing, talking or wrap-up.</summary>
    public required string Activity { get; init; }

    /// <summary>The call of that activity.</summary>
    public Guid? CallId { get; init; }

    /// <summary>
    /// Why the agent counts as not responding and is offered nothing until they return: no-answer or expired, the end
    /// of the last missed ring.
    /// </summary>
    public string? NotRespondingReason { get; init; }

    /// <summary>
    /// Who made the change: agent, supervisor (anybody who may set another's status), or routing: calls and their ends,
    /// a next status that was due, missed rings. Absent: said by a release that did not tell.
    /// </summary>
    public string? By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
