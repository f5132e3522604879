namespace CallCenter.Contracts.Telephony;

/// <summary>Said when caller, agent and third party hear each other.</summary>
[Event("call", "conference-started", nameof(CallId), Public = true)]
public sealed record ConferenceStarted
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The agent on the other side; absent for a number.</summary>
    public Guid? ToAgentId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
