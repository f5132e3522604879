namespace CallCenter.Routing.Figures;

/// <summary>
/// The stay of a call in a queue: what the events say, and what follows from it (<see cref="VisitRules.Settle"/>).
/// </summary>
public sealed record Visit
{
    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>The callback that led to the call: it is counted apart.</summary>
    public Guid? CallbackId { get; init; }

    /// <summary>
    /// When the call entered, this time; absent while only later facts are known, and then it is not counted.
    /// </summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>The first bridge with an agent of this queue.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? NotRoutableAt { get; init; }

    /// <summary>When it left the queue without an agent and went on in its flow.</summary>
    public DateTimeOffset? WentOnAt { get; init; }

    /// <summary>As in CallLeftQueue.</summary>
    public string? WentOnReason { get; init; }

    /// <summary>The end of the call, in whatever queue.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The queue it ended in.</summary>
    public Guid? EndedQueueId { get; init; }

    /// <summary>As in CallEnded.</summary>
    public string? EndCause { get; init; }

    public bool? Abandoned { get; init; }

    /// <summary>When the call left the queue; absent while it waits.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>One of <see cref="VisitOutcomes"/>; absent while it waits.</summary>
    public string? Outcome { get; init; }

    /// <summary>From entering to leaving, in milliseconds.</summary>
    public long? WaitMs { get; init; }
}

/// <summary>How a call left a queue.</summary>
public static class VisitOutcomes
{
    /// <summary>Bridged with an agent.</summary>
    public const string Answered = "answered";

    /// <summary>The caller left.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>The caller chose to be called back: not abandoned.</summary>
    public const string Callback = "callback";

    /// <summary>A customer who was called back was bridged with an agent.</summary>
    public const string CalledBack = "called-back";

    /// <summary>A customer who was called back left before an agent came: they had not come to wait.</summary>
    public const string Lost = "lost";

    /// <summary>Went on without an agent: to another queue, or in its flow.</summary>
    public const string Moved = "moved";

    /// <summary>We ended it: it waited too long, its switch died, or something failed.</summary>
    public const string Ended = "ended";

    /// <summary>The queue was closed or unknown: the call never counted as waiting there.</summary>
    public const string NotRoutable = "not-routable";
}
