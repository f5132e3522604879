using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Waiting;

/// <summary>
/// Which call is served first: the one with the highest score, and of equal ones the oldest. A score grows with the
/// wait up to a cap, so that no call is overtaken for ever.
/// </summary>
public static class ScoreRules
{
    /// <summary>The rank of every call that has reached the cap: before all others, in the order of age.</summary>
    public const double CappedRank = -1e300;

    private const double LongestMinutes = 1_000_000;
    private static readonly DateTimeOffset _origin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Priority, what plan and steps raise, acceleration times waiting minutes: never over the cap.</summary>
    public static double Score(WaitingCall call, QueuePlan plan, DateTimeOffset now)
    {
        var queuedAt = call.QueuedAt!.Value;
        var step = PlaceRules.StepAt(plan, queuedAt, now);
        var minutes = Math.Max(0, (now - queuedAt).TotalMinutes);
        return CappedAt(call, plan, step) <= now
            ? plan.ScoreCap
            : Math.Min(plan.ScoreCap, Base(call, plan, step) + (plan.Acceleration * minutes));
    }

    /// <summary>
    /// What of the score does not change while the call waits in its step; lower is earlier. Calls of one queue that
    /// have not reached the cap are in the order of their scores by it, at any instant.
    /// </summary>
    public static double Rank(WaitingCall call, QueuePlan plan, int step) =>
        (plan.Acceleration * (call.QueuedAt!.Value - _origin).TotalMinutes) - Base(call, plan, step);

    /// <summary>When the call's score reaches the cap in this step, to the millisecond; never when absent.</summary>
    public static DateTimeOffset? CappedAt(WaitingCall call, QueuePlan plan, int step)
    {
        var missing = plan.ScoreCap - Base(call, plan, step);
        var minutes = missing <= 0 ? 0 : missing / plan.Acceleration;
        return minutes < LongestMinutes ? call.QueuedAt!.Value.AddMilliseconds(Math.Ceiling(minutes * 60_000)) : null;
    }

    private static double Base(WaitingCall call, QueuePlan plan, int step)
    {
        double score = call.Priority + plan.Raise;
        for (var i = 0; i < step; i++)
        {
            score += plan.Steps[i].Raise;
        }

        return score;
    }
}
