namespace CallCenter.Contracts.Telephony;

/// <summary>Said when a supervisor takes part in a talk. It is no handling of the call.</summary>
[Event("call", "supervision-started", nameof(CallId), Public = true)]
public sealed record SupervisionStarted
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The supervisor, by the agent id of their phone.</summary>
    public required Guid SupervisorId { get; init; }

    /// <summary>monitor (is not heard), whisper (only the agent hears them) or barge (both do).</summary>
    public required string Mode { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
