using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Waiting;

/// <summary>
/// Where a call stands by the time that it has waited: its step, its rank, and the bucket it is found in.
/// </summary>
public static class PlaceRules
{
    /// <summary>The step of its queue's plan: 0 before the first, then its number.</summary>
    public static int StepAt(QueuePlan plan, DateTimeOffset queuedAt, DateTimeOffset now)
    {
        var step = 0;
        while (step < plan.Steps.Count && now >= queuedAt.AddMilliseconds(plan.Steps[step].AfterMs))
        {
            step++;
        }

        return step;
    }

    /// <summary>The call where time has brought it.</summary>
    public static WaitingCall Place(WaitingCall call, QueuePlan plan, DateTimeOffset now)
    {
        if (call.QueuedAt is not { } queuedAt)
        {
            return call;
        }

        var step = StepAt(plan, queuedAt, now);
        DateTimeOffset? nextStepAt =
            step < plan.Steps.Count ? queuedAt.AddMilliseconds(plan.Steps[step].AfterMs) : null;
        var cappedAt = ScoreRules.CappedAt(call, plan, step);
        var capped = cappedAt <= now;
        return call with
        {
            Step = step,
            PlaceUntilAt = capped || nextStepAt < cappedAt ? nextStepAt : cappedAt ?? nextStepAt,
            Rank = capped ? ScoreRules.CappedRank : ScoreRules.Rank(call, plan, step),
            Bucket = Bucket(call, plan, step),
        };
    }

    /// <summary>Calls of one bucket want the same of their agent, but for what is theirs alone.</summary>
    private static string Bucket(WaitingCall call, QueuePlan plan, int step)
    {
        var language = plan.MatchLanguage ? call.Language : null;
        var kept = plan.KeptClasses.Any(one => one.Class == call.CustomerClass) ? call.CustomerClass : null;
        var hard = call.Hard && plan.Care is not null ? " hard" : null;
        var channel = call.Channel == Channels.Voice ? null : $"{call.Channel} ";
        return $"{channel}{call.QueueId:N} {step} {kept} {language} {string.Join(',', call.Skills)}{hard}";
    }
}
