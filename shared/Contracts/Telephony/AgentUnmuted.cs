namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the agent is heard again.</summary>
[Event("call", "agent-unmuted", nameof(CallId), Public = true)]
public sealed record AgentUnmuted
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset UnmutedAt { get; init; }
}
