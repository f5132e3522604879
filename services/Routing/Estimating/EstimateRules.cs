namespace CallCenter.Routing.Estimating;

/// <summary>
/// How long a call will wait, from the calls ahead of it, the agents at work, and what was measured of the queue.
/// Agents come free at the rate c = agents / mean time that a call holds one, each waiting caller leaves at the rate θ;
/// with n calls ahead the wait t solves dn/dt = -(c + θ n): t = ln(1 + (n + 1) θ / c) / θ. It is the fluid limit of
/// the estimator QLa of Ibrahim and Whitt, "Real-time delay estimation in overloaded multiserver queues with
/// abandonments" (Management Science 55, 2009). The mean ringing is added, and the whole is corrected by what earlier
/// promises of the queue came to.
/// </summary>
public static class EstimateRules
{
    private const double LongestMs = 86_400_000;

    /// <summary>The estimated wait of a call; null while nothing is known or no agent is at work.</summary>
    /// <param name="pace">What was measured of the call's queue.</param>
    /// <param name="ahead">Calls that are served before it; 0 is next. A call of another queue counts as the part of
    /// that queue's agents who serve this one too.</param>
    public static long? WaitMs(QueuePace? pace, double ahead) =>
        ReckonMs(pace, ahead) is { } reckoned
            ? (long)Math.Min(LongestMs, reckoned * PaceRules.Correction(pace!))
            : null;

    /// <summary>What the formula says, before it is corrected.</summary>
    public static double? ReckonMs(QueuePace? pace, double ahead)
    {
        if (pace is not { Agents: > 0, Served: > 0 })
        {
            return null;
        }

        var perAgent = Math.Max(1, pace.ServedMs / pace.Served);
        var freed = pace.Agents / perAgent;
        var leaving = pace.WaitedMs > 0 ? pace.Left / pace.WaitedMs : 0;
        var turns = ahead + 1;
        var wait = leaving * turns / freed < 1e-6
            ? turns / freed
            : Math.Log(1 + (leaving * turns / freed)) / leaving;
        return Math.Min(LongestMs, wait + (pace.RingingMs / pace.Served));
    }

    /// <summary>The mean absolute error that such an estimate had; null before promises were measured.</summary>
    public static long? ErrorMs(QueuePace pace, long waitMs) =>
        pace.Promises >= PaceRules.FewPromises && pace.PromisedMs > 0
            ? (long)(waitMs * pace.ErrorMs / pace.PromisedMs)
            : null;
}
