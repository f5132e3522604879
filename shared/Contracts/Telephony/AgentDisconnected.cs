namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when the phone of an agent who talks is gone: a browser was closed, loaded anew or cut off. The caller hears
/// music. AgentReconnected follows, or AgentReleased.
/// </summary>
[Event("call", "agent-disconnected", nameof(CallId), Public = true)]
public sealed record AgentDisconnected
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talked.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>Until when the call waits for the agent; then it is returned to its queue.</summary>
    public required DateTimeOffset UntilAt { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset DisconnectedAt { get; init; }
}
