namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the agent has put the caller on hold: the caller hears music.</summary>
[Event("call", "held", nameof(CallId), Public = true)]
public sealed record CallHeld
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset HeldAt { get; init; }
}
