namespace CallCenter.Routing.Estimating;

/// <summary>What each call that is over teaches about its queue.</summary>
public static class PaceRules
{
    /// <summary>A call weighs this much less for each that came after it: long enough for a steady mean, short enough
    /// to follow the hours of a day.</summary>
    public const int Memory = 200;

    /// <summary>Before so many promises were measured their error means nothing.</summary>
    public const int FewPromises = 5;

    private const double Kept = 1 - (1.0 / Memory);
    private const double Cautious = 20;
    private const double MostCorrection = 4;

    /// <summary>A call gave its agent back.</summary>
    public static QueuePace Served(QueuePace pace, double ringingMs, double heldMs) => pace with
    {
        Served = (pace.Served * Kept) + 1,
        ServedMs = (pace.ServedMs * Kept) + heldMs,
        RingingMs = (pace.RingingMs * Kept) + ringingMs,
    };

    /// <summary>A caller left so long after the promise.</summary>
    public static QueuePace Left(QueuePace pace, double waitedMs) => pace with
    {
        Left = (pace.Left * Kept) + 1,
        WaitedMs = (pace.WaitedMs * Kept) + waitedMs,
    };

    /// <summary>A caller was answered so long after the promise.</summary>
    public static QueuePace Answered(QueuePace pace, Promise promise, double waitedMs) => pace with
    {
        Left = pace.Left * Kept,
        WaitedMs = (pace.WaitedMs * Kept) + waitedMs,
        Promises = (pace.Promises * Kept) + 1,
        ReckonedMs = (pace.ReckonedMs * Kept) + promise.ReckonedMs,
        PromisedMs = (pace.PromisedMs * Kept) + promise.WaitMs,
        ActualMs = (pace.ActualMs * Kept) + waitedMs,
        ErrorMs = (pace.ErrorMs * Kept) + Math.Abs(waitedMs - promise.WaitMs),
    };

    /// <summary>The paces after what has happened since the last look, for every queue with its agents.</summary>
    public static IReadOnlyDictionary<Guid, QueuePace> Learn(
        IEnumerable<QueuePace> known, IEnumerable<FreedAgent> freed, IEnumerable<SettledWait> settled,
        IEnumerable<Guid> queues, Staffing staffing)
    {
        var paces = known.ToDictionary(pace => pace.QueueId);
        QueuePace Of(Guid queueId) => paces.GetValueOrDefault(queueId) ?? new QueuePace { QueueId = queueId };
        foreach (var one in freed)
        {
            paces[one.QueueId] = Served(Of(one.QueueId), one.RingingMs, one.HeldMs);
        }

        foreach (var one in settled)
        {
            paces[one.QueueId] = one switch
            {
                { AnsweredAt: null } => Left(Of(one.QueueId), one.WaitedMs),
                { PromisedMs: { } wait, ReckonedMs: { } reckoned } =>
                    Answered(Of(one.QueueId), new Promise(wait, reckoned), one.WaitedMs),
                _ => Of(one.QueueId),
            };
        }

        foreach (var queueId in queues)
        {
            paces[queueId] = Of(queueId) with { Agents = staffing.AgentsOf(queueId) };
        }

        return paces;
    }

    /// <summary>How far the promises were off, by queue and day.</summary>
    public static IReadOnlyList<EstimateDay> Days(IEnumerable<SettledWait> settled) =>
    [
        .. settled.Where(one => one is { PromisedMs: not null, AnsweredAt: not null })
            .GroupBy(one => (one.QueueId, Day: DateOnly.FromDateTime(one.AnsweredAt!.Value.UtcDateTime)))
            .Select(day => new EstimateDay
            {
                QueueId = day.Key.QueueId,
                Day = day.Key.Day,
                Calls = day.Count(),
                ErrorMs = (long)day.Sum(one => Math.Abs(one.WaitedMs - one.PromisedMs!.Value)),
                BiasMs = (long)day.Sum(one => one.WaitedMs - one.PromisedMs!.Value),
                WaitedMs = (long)day.Sum(one => one.WaitedMs),
            }),
    ];

    /// <summary>By how much the formula is corrected: what was waited over what it said; 1 at first.</summary>
    public static double Correction(QueuePace pace) =>
        pace.ReckonedMs <= 0
            ? 1
            : Math.Clamp(
                ((pace.ActualMs / pace.ReckonedMs * pace.Promises) + Cautious) / (pace.Promises + Cautious),
                1 / MostCorrection, MostCorrection);
}

/// <summary>What a call was told when it came: the wait, and what the formula alone had said.</summary>
public sealed record Promise(long WaitMs, double ReckonedMs);
