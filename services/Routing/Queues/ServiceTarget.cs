namespace CallCenter.Routing.Queues;

/// <summary>
/// What a queue is meant to reach: so many percent of its calls answered in time. The share is answered within the time
/// over answered and abandoned after the short-abandon threshold.
/// </summary>
public sealed record ServiceTarget
{
    /// <summary>1 to 100.</summary>
    public required int Percent { get; init; }

    /// <summary>In time is answered within this: 1,000 to 3,600,000 ms.</summary>
    public required int WithinMs { get; init; }

    /// <summary>Who leaves earlier is not counted: 0 to 60,000 ms.</summary>
    public int ShortAbandonMs { get; init; }
}
