namespace CallCenter.Contracts.Routing;

/// <summary>
/// Said when an agent was found in a state that cannot be and was brought out of it, or was freed by hand: a reason
/// to look at what went wrong.
/// </summary>
[Event("agent", "repaired", nameof(AgentId), Public = true)]
public sealed record AgentRepaired
{
    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>
    /// What was found: reserved-without-assignment, busy-without-assignment, activity-contradicts-assignment,
    /// held-contradicts-assignments, or freed-by-hand.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>What was done: freed, activity-corrected, held-corrected, rescinded, released, wrapped-up.</summary>
    public required string Done { get; init; }

    /// <summary>The call the agent was believed to have.</summary>
    public Guid? CallId { get; init; }

    /// <summary>The assignment that was ended or believed.</summary>
    public Guid? AssignmentId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RepairedAt { get; init; }
}
