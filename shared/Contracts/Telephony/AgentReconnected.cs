namespace CallCenter.Contracts.Telephony;

/// <summary>Said when an agent whose phone was gone in a talk is with the caller again.</summary>
[Event("call", "agent-reconnected", nameof(CallId), Public = true)]
public sealed record AgentReconnected
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>For how long the caller was alone, in milliseconds.</summary>
    public required long AwayMs { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ReconnectedAt { get; init; }
}
