namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the phone of an agent can no longer be rung wherever a call may be.</summary>
[Event("agent", "phone-offline", nameof(AgentId), Public = true)]
public sealed record AgentPhoneOffline
{
    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>When that became so.</summary>
    public required DateTimeOffset OfflineAt { get; init; }
}
