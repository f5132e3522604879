using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Overflowing;

/// <summary>
/// The ways out of the queues at one instant: who must leave, and where they go. It counts whom it has sent, so that no
/// queue gets more than it takes.
/// </summary>
/// <param name="queues">The queues as they are at that instant.</param>
/// <param name="held">The rules that hold.</param>
/// <param name="standing">How many calls are in each queue.</param>
/// <param name="now">The instant.</param>
public sealed class Exits(
    IReadOnlyDictionary<Guid, Queue> queues, IReadOnlyCollection<HeldRule> held,
    IReadOnlyDictionary<Guid, int> standing, DateTimeOffset now)
{
    private const string Overflow = "overflow";
    private const string TooLong = "too-long";

    private readonly Dictionary<Guid, int> _standing = new(standing);

    private readonly Dictionary<(Guid QueueId, string Rule), DateTimeOffset> _held =
        held.ToDictionary(one => (one.QueueId, one.Rule), one => one.ActiveAt);

    /// <summary>The call where it goes, perhaps on from there, with what is to be said; null when it stays.</summary>
    public Departure? Leave(WaitingCall call)
    {
        var seen = new HashSet<Guid> { call.QueueId!.Value };
        var (moves, events) = (new List<CallMove>(), new List<object>());
        while (call.State == CallStates.Waiting && Way(call, seen) is var (to, reason))
        {
            var from = call.QueueId!.Value;
            var change = to is null ? call.Refuse(new Refusal(reason), from, now) : call.MoveTo(to, reason, now);
            moves.Add(new CallMove
            {
                CallId = call.CallId, MovedAt = now, FromQueueId = from, ToQueueId = to?.QueueId, Reason = reason,
            });
            events.AddRange(change.Events);
            _standing[from] = _standing.GetValueOrDefault(from) - 1;
            if (to is not null)
            {
                _standing[to.QueueId] = _standing.GetValueOrDefault(to.QueueId) + 1;
                seen.Add(to.QueueId);
            }

            call = change.Call!;
        }

        return moves.Count == 0 ? null : new Departure(call, moves, events);
    }

    /// <summary>
    /// Where the call must go, nowhere when no queue has it; null when it stays. A customer who was called back goes to
    /// another queue like anybody, and where none takes them they stay: whom we rang is not sent away.
    /// </summary>
    private (Queue? To, string Reason)? Way(WaitingCall call, HashSet<Guid> seen)
    {
        // The agent who asks chose the queue, and the caller waits with them.
        if (call.IsConsultation || !queues.TryGetValue(call.QueueId!.Value, out var queue))
        {
            return null;
        }

        var calledBack = call.CallbackId is not null;
        var entered = call.EnteredAt ?? call.QueuedAt!.Value;
        if (queue.Plan.Limits.MaxWaitMs is { } most && now - entered >= TimeSpan.FromMilliseconds(most))
        {
            var goal = queue.Plan.Overflow.Select(rule => Goal(rule, seen)).FirstOrDefault(to => to is not null);
            return goal is null && calledBack ? null : (goal, TooLong);
        }

        foreach (var rule in queue.Plan.Overflow)
        {
            if (_held.TryGetValue((queue.QueueId, rule.Write()), out var since)
                && (rule.MoveWaiting || entered > since)
                && ((rule.Refuse && !calledBack) || Goal(rule, seen) is not null))
            {
                return (Goal(rule, seen), Overflow);
            }
        }

        return null;
    }

    /// <summary>The queue of a rule if it takes the call.</summary>
    private Queue? Goal(OverflowRule rule, HashSet<Guid> seen) =>
        rule.ToQueue is { } id && !seen.Contains(id) && queues.TryGetValue(id, out var to)
            && AdmissionRules.Refusal(to, _standing.GetValueOrDefault(id), now) is null
            ? to
            : null;
}

/// <summary>A call that left its queue: as it is now, its way, and what is to be said.</summary>
public sealed record Departure(WaitingCall Call, IReadOnlyList<CallMove> Moves, IReadOnlyList<object> Events);
