namespace CallCenter.Contracts.Telephony;

/// <summary>Said when a recording is put under legal hold: nothing deletes it until the hold is lifted.</summary>
[Event("call", "recording-held", nameof(CallId), Public = true)]
public sealed record RecordingHeld
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The recording.</summary>
    public required Guid RecordingId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset HeldAt { get; init; }
}
