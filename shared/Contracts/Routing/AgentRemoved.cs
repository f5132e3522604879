namespace CallCenter.Contracts.Routing;

/// <summary>Said when an agent is removed.</summary>
[Event("agent", "removed", nameof(AgentId))]
public sealed record AgentRemoved
{
    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RemovedAt { get; init; }
}
