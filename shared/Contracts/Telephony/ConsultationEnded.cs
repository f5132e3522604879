namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when a third party has gone, or did not come, without the call being handed on to them; who did not come was
/// not said to be consulted.
/// </summary>
[Event("call", "consultation-ended", nameof(CallId), Public = true)]
public sealed record ConsultationEnded
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The agent on the other side; absent for a number, and while nobody is found.</summary>
    public Guid? ToAgentId { get; init; }

    /// <summary>
    /// cancelled, left, failed or talk-over; of who did not come no-answer, busy, rejected or unreachable too; of a
    /// search timeout, or why the queue finds nobody in the words of CallNotRoutable.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The search by which Routing was to find them; absent where they were asked by name.</summary>
    public Guid? ConsultationId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset EndedAt { get; init; }
}
