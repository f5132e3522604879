using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Overflowing;

/// <summary>Which overflow rules hold. A rule that holds is not ended by what would not have begun it.</summary>
public static class OverflowRules
{
    /// <summary>Whether calls may ever leave the queue without an agent.</summary>
    public static bool Watches(Queue queue) =>
        queue.Plan is { Overflow.Count: > 0 } or { Limits.MaxWaitMs: not null };

    /// <summary>Whether a rule holds from now on that held until now, or did not.</summary>
    public static bool Holds(OverflowRule rule, bool held, QueueLoad load) =>
        held ? !Over(Return(rule), load) : Begins(rule.When, load);

    /// <summary>
    /// Where the measures must be again: as the rule says, else four fifths of its threshold, and an agent more at
    /// least.
    /// </summary>
    public static OverflowReturn Return(OverflowRule rule) => new()
    {
        Waiting = rule.Until?.Waiting ?? (rule.When.WaitingOver * 4 / 5),
        EstimatedWaitMs = rule.Until?.EstimatedWaitMs ?? (rule.When.EstimatedWaitOverMs * 4 / 5),
        Staffed = rule.Until?.Staffed ?? (rule.When.StaffedBelow is { } below ? below + Math.Max(1, below / 5) : null),
    };

    /// <summary>The rules of a queue that hold now; one that held already keeps its instant.</summary>
    public static IEnumerable<HeldRule> Held(
        Queue queue, IReadOnlyCollection<HeldRule> before, QueueLoad load, DateTimeOffset now)
    {
        foreach (var rule in queue.Plan.Overflow)
        {
            var words = rule.Write();
            var held = before.FirstOrDefault(one => one.QueueId == queue.QueueId && one.Rule == words);
            if (Holds(rule, held is not null, load))
            {
                yield return held ?? new HeldRule { QueueId = queue.QueueId, Rule = words, ActiveAt = now };
            }
        }
    }

    /// <summary>The calls of a queue that may have to leave it; null where none has.</summary>
    public static ExitWindow? Window(Queue queue, IReadOnlyCollection<HeldRule> held, DateTimeOffset now)
    {
        var since = queue.Plan.Overflow
            .Select(rule => (rule.MoveWaiting, Held: held.FirstOrDefault(one => Is(one, queue, rule))))
            .Where(one => one.Held is not null)
            .Select(one => (DateTimeOffset?)(one.MoveWaiting ? DateTimeOffset.UnixEpoch : one.Held!.ActiveAt))
            .Min();
        DateTimeOffset? before = queue.Plan.Limits.MaxWaitMs is { } most ? now.AddMilliseconds(-most) : null;
        return since is null && before is null ? null : new ExitWindow(queue.QueueId, before, since);
    }

    internal static bool Is(HeldRule held, Queue queue, OverflowRule rule) =>
        held.QueueId == queue.QueueId && held.Rule == rule.Write();

    private static bool Begins(OverflowThresholds when, QueueLoad load) =>
        load.Waiting > when.WaitingOver || load.EstimatedWaitMs > when.EstimatedWaitOverMs
        || load.Staffed < when.StaffedBelow;

    // An estimate that is no longer known, as when the last agent has left, ends nothing.
    private static bool Over(OverflowReturn until, QueueLoad load) =>
        load.Waiting <= (until.Waiting ?? int.MaxValue)
        && (until.EstimatedWaitMs is null || load.EstimatedWaitMs <= until.EstimatedWaitMs)
        && load.Staffed >= (until.Staffed ?? 0);
}
