using CallCenter.Contracts.Routing;
using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Estimating;

/// <summary>What the caller of a waiting call was told last, and first.</summary>
public sealed record CallEstimate
{
    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>The wait it belongs to.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>1 is the next of its queue; it never grows while the call waits in that.</summary>
    public required int Position { get; init; }

    public long? WaitMs { get; init; }

    /// <summary>Mean absolute error of such an estimate.</summary>
    public long? ErrorMs { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>The first estimate, which is measured, and what the formula alone had said.</summary>
    public long? PromisedMs { get; init; }

    public double? ReckonedMs { get; init; }

    public required DateTimeOffset PromisedAt { get; init; }

    /// <summary>The caller has been offered a callback; what is offered once stays offered.</summary>
    public bool CallbackOffered { get; init; }

    /// <summary>The <see cref="Announcements.Mark"/> of what was announced then; 0: nothing.</summary>
    public long Announced { get; init; }

    /// <summary>What is said of it, with how its queue wants it told.</summary>
    public CallPositionChanged Said(Announcements? told) => new()
    {
        CallId = CallId,
        QueueId = QueueId,
        Position = Position,
        EstimatedWaitMs = WaitMs,
        LowestWaitMs = WaitMs is null || ErrorMs is null ? null : Math.Max(0, WaitMs.Value - ErrorMs.Value),
        HighestWaitMs = WaitMs is null || ErrorMs is null ? null : WaitMs.Value + ErrorMs.Value,
        CallbackOffered = CallbackOffered,
        Sounds = told?.Sounds ?? [],
        PositionTold = told?.Position == true,
        WaitTold = told?.EstimatedWait == true,
        FirstAfterMs = told?.FirstAfterMs,
        EveryMs = told?.EveryMs,
        ChangedAt = ToldAt,
    };
}

/// <summary>A waiting call with what was told of it.</summary>
public sealed record TellableCall
{
    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public int Priority { get; init; }

    /// <summary>Absent before the first look.</summary>
    public CallEstimate? Told { get; init; }

    /// <summary>What was told of it in the queue in which it is now.</summary>
    public CallEstimate? ToldHere => Told?.QueueId == QueueId ? Told : null;
}

/// <summary>A wait that is over: answered, or left.</summary>
public sealed record SettledWait
{
    public Guid QueueId { get; init; }

    public long? PromisedMs { get; init; }

    public double? ReckonedMs { get; init; }

    public DateTimeOffset PromisedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset OverAt { get; init; }

    /// <summary>From the promise to the answer, or to the end without one.</summary>
    public double WaitedMs => Math.Max(0, ((AnsweredAt ?? OverAt) - PromisedAt).TotalMilliseconds);
}

/// <summary>A call that has given its agent back.</summary>
public sealed record FreedAgent
{
    public Guid QueueId { get; init; }

    public double RingingMs { get; init; }

    public double HeldMs { get; init; }
}

/// <summary>How far the promises of a queue were off on a day.</summary>
public sealed record EstimateDay
{
    public required Guid QueueId { get; init; }

    public required DateOnly Day { get; init; }

    public int Calls { get; init; }

    public long ErrorMs { get; init; }

    public long BiasMs { get; init; }

    public long WaitedMs { get; init; }
}
