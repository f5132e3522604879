namespace CallCenter.Telephony.Retention;

/// <summary>An order to delete all recordings of a customer that began before it.</summary>
public sealed record DeletionOrder
{
    public required Guid OrderId { get; init; }

    public required string CallerRef { get; init; }

    public required string Reason { get; init; }

    /// <summary>Subject of the token.</summary>
    public required string OrderedBy { get; init; }

    public required DateTimeOffset OrderedAt { get; init; }
}

/// <summary>The proof of a deletion.</summary>
public sealed record Deletion
{
    public required Guid RecordingId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>Absent when the time of keeping was over.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Of the audio that was there; absent for a recording that was never ready.</summary>
    public string? Sha256 { get; init; }

    public long? Bytes { get; init; }

    /// <summary>From here on nothing could keep it.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>When the audio was gone.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>A recording whose audio is to go.</summary>
public sealed record Doomed
{
    public required Guid RecordingId { get; init; }

    public required Guid CallId { get; init; }

    public required string Node { get; init; }

    public Guid? OrderId { get; init; }

    public string? Sha256 { get; init; }

    public string? TraceParent { get; init; }
}
