namespace CallCenter.Routing.Queues;

/// <summary>
/// What overflow rules may say: the first place that breaks a rule, and the rule. Calls never go in circles, nor to
/// where they would find no way on.
/// </summary>
public static class OverflowPlanRules
{
    private const int MostRules = 5;

    public static (string Field, string Rule)? Problem(
        string place, Guid queueId, IReadOnlyList<OverflowRule> rules, IReadOnlyDictionary<Guid, Queue> others)
    {
        if (rules.Count > MostRules)
        {
            return (place, $"must be at most {MostRules}");
        }

        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, field) = (rules[i], $"{place}[{i}]");
            var problem =
                rule is null ? (field, "must not be null")
                : rules.Take(i).Any(other => other.Write() == rule.Write()) ? (field, "is there already")
                : ThresholdsProblem(field, rule.When, rule.Until ?? new OverflowReturn())
                    ?? GoalProblem(field, queueId, rule, others);
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static (string, string)? ThresholdsProblem(string field, OverflowThresholds when, OverflowReturn until) =>
        when is { WaitingOver: null, EstimatedWaitOverMs: null, StaffedBelow: null }
            ? ($"{field}.when", "must name a threshold")
        : when.WaitingOver is < 0 or > 100_000 ? ($"{field}.when.waitingOver", "must be 0 to 100000")
        : when.EstimatedWaitOverMs is < 0 or > 86_400_000
            ? ($"{field}.when.estimatedWaitOverMs", "must be 0 to 86400000")
        : when.StaffedBelow is < 1 or > 10_000 ? ($"{field}.when.staffedBelow", "must be 1 to 10000")
        : until.Waiting is { } waiting && !(waiting >= 0 && waiting <= when.WaitingOver)
            ? ($"{field}.until.waiting", "must be 0 to when.waitingOver")
        : until.EstimatedWaitMs is { } wait && !(wait >= 0 && wait <= when.EstimatedWaitOverMs)
            ? ($"{field}.until.estimatedWaitMs", "must be 0 to when.estimatedWaitOverMs")
        : until.Staffed is { } staffed && !(staffed >= when.StaffedBelow && staffed <= 20_000)
            ? ($"{field}.until.staffed", "must be when.staffedBelow to 20000")
        : null;

    private static (string, string)? GoalProblem(
        string field, Guid queueId, OverflowRule rule, IReadOnlyDictionary<Guid, Queue> others)
    {
        if (rule.Refuse)
        {
            return rule.ToQueue is null ? null : ($"{field}.toQueue", "cannot be together with refuse");
        }

        return rule.ToQueue is not { } to ? (field, "must have toQueue or refuse")
            : to == queueId ? ($"{field}.toQueue", "is the queue itself")
            : !others.TryGetValue(to, out var next) ? ($"{field}.toQueue", "is not a queue")
            : Shut(next) is { } shut ? ($"{field}.toQueue", $"is a dead end: {next.Name} {shut.Why}")
            : WayBack(queueId, next, others, []) is { } last
                ? ($"{field}.toQueue", $"leads back to this queue through {last.Name}")
            : null;
    }

    /// <summary>What shuts a queue to which an open one overflows, in a surge or out of it.</summary>
    public static (string Field, string Rule)? ShutProblem(Queue queue, IReadOnlyDictionary<Guid, Queue> others) =>
        Shut(queue) is { } shut
        && others.Values.FirstOrDefault(one => one.Open && one.QueueId != queue.QueueId
            && Goals(one).Contains(queue.QueueId)) is { } from
            ? (shut.Field, $"makes it a dead end: {from.Name} overflows to it")
            : null;

    /// <summary>What keeps a queue from ever taking a call, and how that is told.</summary>
    private static (string Field, string Why)? Shut(Queue queue) =>
        !queue.Open ? ("open", "is closed by hand")
        : queue.Plan.Hours is { } hours && HoursRules.NeverOpen(hours) ? ("plan.hours", "is never open")
        : null;

    private static IEnumerable<Guid?> Goals(Queue queue) =>
        queue.Plan.Overflow.Concat(queue.Plan.Surge?.Overflow ?? []).Select(rule => rule.ToQueue);

    /// <summary>The queue from which calls would come back, in a surge or out of it.</summary>
    private static Queue? WayBack(
        Guid queueId, Queue from, IReadOnlyDictionary<Guid, Queue> others, HashSet<Guid> seen)
    {
        if (!seen.Add(from.QueueId))
        {
            return null;
        }

        var next = Goals(from).ToList();
        return next.Contains(queueId)
            ? from
            : next.Where(id => id is { } known && others.ContainsKey(known))
                .Select(id => WayBack(queueId, others[id!.Value], others, seen))
                .FirstOrDefault(found => found is not null);
    }
}
