namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when the audio of a recording is gone from the recording store. Telephony keeps the proof: what was there, when
/// it was deleted, and on whose order.
/// </summary>
[Event("call", "recording-deleted", nameof(CallId), Public = true)]
public sealed record RecordingDeleted
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The recording.</summary>
    public required Guid RecordingId { get; init; }

    /// <summary>Why: retention (its time was over) or customer (all of a customer's were ordered deleted).</summary>
    public required string Reason { get; init; }

    /// <summary>SHA-256 of the file that was there, lower-case hex; absent when it was never ready.</summary>
    public string? Sha256 { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset DeletedAt { get; init; }
}
