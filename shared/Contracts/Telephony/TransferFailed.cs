namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when whoever a caller was handed on to did not answer. The call goes back to the head of its queue.
/// </summary>
[Event("call", "transfer-failed", nameof(CallId), Public = true)]
public sealed record TransferFailed
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>no-answer, busy, rejected, unreachable or failed.</summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset FailedAt { get; init; }
}
