namespace CallCenter.Telephony.Recordings;

/// <summary>A recording as it is kept, from its first sample to the proof that it is gone.</summary>
public sealed record RecordingCopy
{
    public required Guid RecordingId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>talk or voicemail.</summary>
    public required string Kind { get; init; }

    /// <summary>Absent for a voicemail.</summary>
    public Guid? AgentId { get; init; }

    public required Guid QueueId { get; init; }

    public Guid? NumberId { get; init; }

    /// <summary>As stored; <see cref="RecordingRules.StateOf"/> says it in the words of the outside.</summary>
    public required string State { get; init; }

    /// <summary>Under legal hold.</summary>
    public bool Held { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    public DateTimeOffset? StoredAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public string? Sha256 { get; init; }

    public long? Bytes { get; init; }

    public long? DurationMs { get; init; }
}
