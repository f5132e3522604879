namespace CallCenter.Contracts.Telephony;

/// <summary>Said once, when the leg of the caller is gone.</summary>
[Event("call", "ended", nameof(CallId), Public = true)]
public sealed record CallEnded
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>
    /// Why: caller-hung-up, completed (hung up by us after the last step), callback (the caller asked to be called
    /// back), not-routable, unknown-number, queue-timeout, lost (its Asterisk died) or failed;
    /// where an agent dialled also no-answer, busy, rejected, unreachable, agent-not-reached or
    /// agent-hung-up (before the other one was reached).
    /// </summary>
    public required string Cause { get; init; }

    /// <summary>
    /// The caller left while waiting in a queue, for the first agent or, handed on or returned, for another. Never so
    /// for a callback: its customer did not come to wait, and CallbackEnded tells that they were lost.
    /// </summary>
    public required bool Abandoned { get; init; }

    /// <summary>The last queue.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>The last agent who talked.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>From arrival to end, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>Time waited in queues, in milliseconds.</summary>
    public required long QueuedMs { get; init; }

    /// <summary>Time bridged with agents, in milliseconds.</summary>
    public required long TalkMs { get; init; }

    /// <summary>When the leg was gone.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The callback that led to the call; absent for a call that came in.</summary>
    public Guid? CallbackId { get; init; }
}
