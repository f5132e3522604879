namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when a message that a caller left for the people of a queue lies complete in the recording store and can be
/// heard.
/// </summary>
[Event("call", "voicemail-left", nameof(CallId), Public = true)]
public sealed record VoicemailLeft
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>Id of the recording: the key in the recording store.</summary>
    public required Guid RecordingId { get; init; }

    /// <summary>The queue whose people see to it.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>The dialled number.</summary>
    public Guid? NumberId { get; init; }

    /// <summary>The caller; absent for a withheld number.</summary>
    public string? CallerRef { get; init; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Length of the message, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset LeftAt { get; init; }
}
