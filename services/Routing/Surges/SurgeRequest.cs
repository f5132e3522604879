namespace CallCenter.Routing.Surges;

/// <summary>For how long a queue's surge is switched on.</summary>
public sealed record SurgeRequest
{
    /// <summary>60,000 to 604,800,000 ms, from now on.</summary>
    public required long ForMs { get; init; }
}

/// <summary>For how long the surges of several queues are switched on.</summary>
public sealed record SurgesRequest
{
    /// <summary>60,000 to 604,800,000 ms, from now on.</summary>
    public required long ForMs { get; init; }

    /// <summary>The queues; all that have a surge prepared when absent.</summary>
    public IReadOnlyList<Guid>? Queues { get; init; }
}

/// <summary>A surge that was switched on: by whom, when, and how it ended.</summary>
public sealed record SurgeAnswer
{
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Subject of the token.</summary>
    public required string StartedBy { get; init; }

    public required DateTimeOffset UntilAt { get; init; }

    /// <summary>Absent while it is on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Subject of the token; absent where it ended by itself.</summary>
    public string? EndedBy { get; init; }
}
