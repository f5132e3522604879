namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when the recording is silent on both channels, so that card data can be spoken. Its time line goes on.
/// </summary>
[Event("call", "recording-paused", nameof(CallId), Public = true)]
public sealed record RecordingPaused
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The recording.</summary>
    public required Guid RecordingId { get; init; }

    /// <summary>From here it is silent.</summary>
    public required DateTimeOffset PausedAt { get; init; }

    /// <summary>When it goes on by itself.</summary>
    public required DateTimeOffset UntilAt { get; init; }
}
