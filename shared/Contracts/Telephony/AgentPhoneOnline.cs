namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the phone of an agent can be reached.</summary>
[Event("agent", "phone-online", nameof(AgentId), Public = true)]
public sealed record AgentPhoneOnline
{
    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>When it registered.</summary>
    public required DateTimeOffset OnlineAt { get; init; }
}
