namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when whoever a caller was handed on to did not answer, or the queue did not take the call. The call goes back
/// to the head of the queue from which it came.
/// </summary>
[Event("call", "transfer-failed", nameof(CallId), Public = true)]
public sealed record TransferFailed
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>
    /// no-answer, busy, rejected, unreachable or failed; of a queue why Routing refused: unknown-queue,
    /// unknown-channel, closed, full, overflow or callback-only.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset FailedAt { get; init; }
}
