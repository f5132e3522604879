namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when a supervisor no longer takes part in a talk, or did not come to it: then no SupervisionStarted was said.
/// </summary>
[Event("call", "supervision-ended", nameof(CallId), Public = true)]
public sealed record SupervisionEnded
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The supervisor, by the agent id of their phone.</summary>
    public required Guid SupervisorId { get; init; }

    /// <summary>
    /// asked, hung-up, talk-over or failed; of who did not come no-answer, busy, rejected or unreachable too.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>For how long, in milliseconds.</summary>
    public required long ListenedMs { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset EndedAt { get; init; }
}
