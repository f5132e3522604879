namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the legal hold of a recording is lifted: if it is due to be deleted, it now is.</summary>
[Event("call", "recording-hold-lifted", nameof(CallId), Public = true)]
public sealed record RecordingHoldLifted
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The recording.</summary>
    public required Guid RecordingId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset LiftedAt { get; init; }
}
