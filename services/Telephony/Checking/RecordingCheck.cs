namespace CallCenter.Telephony.Checking;

/// <summary>What a comparison of recordings and files found.</summary>
public sealed record RecordingCheck
{
    /// <summary>So many names are kept of each kind.</summary>
    public const int MaximumNames = 100;

    public required DateOnly Night { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>Absent while it goes on, and for ever when it was broken off.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Recordings that should have a file.</summary>
    public long? Recordings { get; init; }

    /// <summary>Files in the recording store.</summary>
    public long? Files { get; init; }

    /// <summary>Recordings without a file.</summary>
    public long? Missing { get; init; }

    /// <summary>Files without a recording that is kept.</summary>
    public long? Orphaned { get; init; }

    /// <summary>The first recordings without a file.</summary>
    public Guid[] MissingIds { get; init; } = [];

    /// <summary>The first files without a recording.</summary>
    public string[] OrphanedNames { get; init; } = [];
}

/// <summary>When recordings and files are compared.</summary>
public static class CheckRules
{
    /// <summary>The night whose comparison is due: the last one whose hour has come.</summary>
    public static DateOnly NightOf(DateTimeOffset now, int hour) =>
        DateOnly.FromDateTime(now.UtcDateTime.AddHours(-hour));
}
