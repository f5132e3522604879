namespace CallCenter.Telephony.Voicemails;

/// <summary>What a caller left for the people of a queue.</summary>
public sealed record Voicemail
{
    /// <summary>Its recording, by which it is heard, held and deleted.</summary>
    public required Guid RecordingId { get; init; }

    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    public Guid? NumberId { get; init; }

    public string? CallerRef { get; init; }

    public required DateTimeOffset LeftAt { get; init; }

    public required long DurationMs { get; init; }

    /// <summary>When somebody was first given its audio; absent while nobody has heard it.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>Who that was.</summary>
    public string? HeardBy { get; init; }
}
