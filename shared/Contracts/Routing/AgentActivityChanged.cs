namespace CallCenter.Contracts.Routing;

/// <summary>Said when the status or the activity of an agent changes.</summary>
[Event("agent", "activity-changed", nameof(AgentId), Public = true)]
public sealed record AgentActivityChanged
{
    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>What the agent chose: available, break or offline.</summary>
    public required string Status { get; init; }

    /// <summary>What the agent is doing: idle, reserved, ringing, talking or wrap-up.</summary>
    public required string Activity { get; init; }

    /// <summary>The call of that activity.</summary>
    public Guid? CallId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
