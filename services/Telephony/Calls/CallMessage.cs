namespace CallCenter.Telephony.Calls;

/// <summary>What a caller says for the people of a queue, from the beep on.</summary>
public sealed record CallMessage
{
    /// <summary>The recording that it becomes.</summary>
    public required Guid RecordingId { get; init; }

    /// <summary>Whose agents see to it.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>The longest that is recorded.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>The silence that ends it.</summary>
    public required TimeSpan Silence { get; init; }

    /// <summary>When the beep was over; absent before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The caller has said something.</summary>
    public bool Spoken { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>There is nothing to keep: nothing was said, or nothing could be recorded.</summary>
    public bool Failed { get; init; }
}
