namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the phone of an agent can be rung wherever a call may be.</summary>
[Event("agent", "phone-online", nameof(AgentId), Public = true)]
public sealed record AgentPhoneOnline
{
    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>When that became so.</summary>
    public required DateTimeOffset OnlineAt { get; init; }
}
