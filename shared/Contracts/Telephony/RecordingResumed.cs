namespace CallCenter.Contracts.Telephony;

/// <summary>Said when a recording that was paused is recorded again, or has ended in the pause.</summary>
[Event("call", "recording-resumed", nameof(CallId), Public = true)]
public sealed record RecordingResumed
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The recording.</summary>
    public required Guid RecordingId { get; init; }

    /// <summary>How long it was paused, in milliseconds.</summary>
    public required long PausedMs { get; init; }

    /// <summary>asked, limit (the longest pause was over) or talk-over.</summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ResumedAt { get; init; }
}
