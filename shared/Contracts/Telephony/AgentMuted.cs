namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the agent hears the others, and they no longer hear the agent.</summary>
[Event("call", "agent-muted", nameof(CallId), Public = true)]
public sealed record AgentMuted
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset MutedAt { get; init; }
}
