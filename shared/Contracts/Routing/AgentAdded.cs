namespace CallCenter.Contracts.Routing;

/// <summary>Said when an agent is added.</summary>
[Event("agent", "added", nameof(AgentId))]
public sealed record AgentAdded
{
    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The agent's number, as announced to callers.</summary>
    public required string Number { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Name { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AddedAt { get; init; }
}
