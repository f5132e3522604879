namespace CallCenter.Contracts.Routing;

/// <summary>Said when the number or name of an agent changes.</summary>
[Event("agent", "changed", nameof(AgentId))]
public sealed record AgentChanged
{
    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The agent's number, as announced to callers.</summary>
    public required string Number { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Name { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
