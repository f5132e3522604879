namespace CallCenter.Telephony.Waiting;

/// <summary>
/// What the caller of a waiting call has been told: never a place farther back, nor a longer wait, in one queue.
/// </summary>
public sealed record Told
{
    /// <summary>Where the call waited then.</summary>
    public Guid? QueueId { get; init; }

    public int? Position { get; init; }

    public int? WaitMinutes { get; init; }

    /// <summary>How often; names the sound that is next.</summary>
    public int Times { get; init; }

    /// <summary>When something is told again; null before the first time.</summary>
    public DateTimeOffset? NextAt { get; init; }

    public int EveryMs { get; init; } = CallPlace.UsualEveryMs;

    /// <summary>The caller knows that a key leads to a callback, and may press it once until told again.</summary>
    public bool Offered { get; init; }
}
