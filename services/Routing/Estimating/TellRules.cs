using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Estimating;

/// <summary>
/// What callers are told of their place. While a call waits in one queue its position never goes up and a told wait
/// never grows, whatever jumps in: what was said once is kept, and the error of it is measured. In another queue it is
/// told afresh.
/// </summary>
public static class TellRules
{
    /// <summary>The calls to tell: those who were told nothing yet, then those told longest ago.</summary>
    /// <param name="calls">All that wait.</param>
    /// <param name="queues">All queues.</param>
    /// <param name="state">Who is at work, and how fast the queues move.</param>
    /// <param name="limits">How often a call is told, and how many calls at once.</param>
    /// <param name="now">When.</param>
    public static TellDecision Decide(
        IReadOnlyList<TellableCall> calls, IReadOnlyDictionary<Guid, Queue> queues, PaceState state,
        (TimeSpan Every, int Most) limits, DateTimeOffset now)
    {
        var known = calls.ToDictionary(call => call.CallId);
        var manners = queues.ToDictionary(pair => pair.Key, pair => Manner.Of(pair.Value.At(now).Plan));
        var line = calls.Select(call => InLine(call, manners, now))
            .Concat(queues.Keys.Select(queueId => new InLine(queueId, queueId, 0, now, Asks: true)));
        var (told, newCallers) = (new List<CallEstimate>(), new Dictionary<Guid, long?>());
        foreach (var place in LineRules.LineUp(line, state.Staffing))
        {
            var pace = state.Paces.GetValueOrDefault(place.Call.QueueId);
            var wait = EstimateRules.WaitMs(pace, place.Ahead);
            if (place.Call.Asks)
            {
                newCallers[place.Call.QueueId] = wait;
            }
            else if (Tell(known[place.Call.CallId], manners, place, pace, wait, limits.Every, now) is { } estimate)
            {
                told.Add(estimate);
            }
        }

        return new TellDecision(
            [.. told.OrderBy(one => known[one.CallId].ToldHere?.ToldAt ?? DateTimeOffset.MinValue).Take(limits.Most)],
            newCallers);
    }

    private static CallEstimate? Tell(
        TellableCall call, IReadOnlyDictionary<Guid, Manner> manners, Place place, QueuePace? pace, long? wait,
        TimeSpan every, DateTimeOffset now)
    {
        var (plan, announced) = manners[call.QueueId];
        var offered = call.Told?.CallbackOffered == true
            || plan.OffersCallback(PlaceRules.StepAt(plan, call.QueuedAt, now));
        if (call.ToldHere is not { } before)
        {
            return new CallEstimate
            {
                CallId = call.CallId,
                QueueId = call.QueueId,
                QueuedAt = call.QueuedAt,
                Position = place.Position,
                WaitMs = wait,
                ErrorMs = wait is { } first ? EstimateRules.ErrorMs(pace!, first) : null,
                ToldAt = now,
                PromisedMs = wait,
                ReckonedMs = EstimateRules.ReckonMs(pace, place.Ahead),
                PromisedAt = now,
                CallbackOffered = offered,
                Announced = announced,
            };
        }

        // An offer is told at once, and so are other announcements, as those of a surge.
        if (offered == before.CallbackOffered && announced == before.Announced
            && (place.Position >= before.Position || now - before.ToldAt < every))
        {
            return null;
        }

        var kept = before.WaitMs < wait ? before.WaitMs : wait ?? before.WaitMs;
        return before with
        {
            Position = Math.Min(place.Position, before.Position),
            WaitMs = kept,
            ErrorMs = kept is { } next && pace is not null ? EstimateRules.ErrorMs(pace, next) : before.ErrorMs,
            ToldAt = now,
            CallbackOffered = offered,
            Announced = announced,
        };
    }

    private static InLine InLine(TellableCall call, IReadOnlyDictionary<Guid, Manner> manners, DateTimeOffset now)
    {
        var scored = new WaitingCall
        {
            CallId = call.CallId, State = CallStates.Waiting, QueuedAt = call.QueuedAt, Priority = call.Priority,
        };
        return new InLine(
            call.CallId, call.QueueId, ScoreRules.Score(scored, manners[call.QueueId].Plan, now), call.QueuedAt,
            Asks: false);
    }

    /// <summary>The plan by which a queue treats its calls now, with the mark of what it announces.</summary>
    private sealed record Manner(QueuePlan Plan, long Announced)
    {
        public static Manner Of(QueuePlan plan) => new(plan, plan.Announcements?.Mark() ?? 0);
    }
}

/// <summary>Who is at work for the queues, and how fast these move.</summary>
public sealed record PaceState(Staffing Staffing, IReadOnlyDictionary<Guid, QueuePace> Paces);

/// <summary>What is told, and what a caller who came now would wait in each queue.</summary>
public sealed record TellDecision(
    IReadOnlyList<CallEstimate> Told, IReadOnlyDictionary<Guid, long?> NewCallers);
