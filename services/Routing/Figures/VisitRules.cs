using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;

namespace CallCenter.Routing.Figures;

/// <summary>
/// What each event adds to the visits of its call. Every event sets facts of its own and of two that say the same the
/// earlier holds, so neither copies nor the order between the services change the result.
/// </summary>
public static class VisitRules
{
    /// <summary>In place of the cause of an end that was never heard.</summary>
    private const string Assumed = "assumed";

    /// <summary>The visits of one call after an event about it; settled.</summary>
    public static IReadOnlyList<Visit> Apply(IReadOnlyList<Visit> ofCall, object @event) => @event switch
    {
        CallQueued e => Settle(At(ofCall, e.CallId, e.QueueId, visit =>
            visit with { QueuedAt = Earlier(visit.QueuedAt, e.QueuedAt) })),
        CallAnswered e => Settle(At(ofCall, e.CallId, e.QueueId, visit =>
            visit with { AnsweredAt = Earlier(visit.AnsweredAt, e.AnsweredAt) })),
        CallNotRoutable e => Settle(At(ofCall, e.CallId, e.QueueId, visit =>
            visit with { NotRoutableAt = Earlier(visit.NotRoutableAt, e.DecidedAt) })),
        CallEnded e => Settle(End(ofCall, e)),
        CallRepaired { Done: "ended" } e => Settle(Assume(ofCall, e.RepairedAt)),
        _ => ofCall,
    };

    /// <summary>When and how the call left each of its queues.</summary>
    public static IReadOnlyList<Visit> Settle(IReadOnlyList<Visit> ofCall) =>
        [.. ofCall.Select(visit => Settle(visit, ofCall))];

    private static Visit Settle(Visit visit, IReadOnlyList<Visit> ofCall)
    {
        if (visit.QueuedAt is not { } queuedAt || How(visit, queuedAt, ofCall) is not var (outcome, leftAt))
        {
            return visit with { LeftAt = null, Outcome = null, WaitMs = null };
        }

        return visit with
        {
            LeftAt = leftAt,
            Outcome = outcome,
            WaitMs = Math.Max(0, (long)(leftAt - queuedAt).TotalMilliseconds),
        };
    }

    private static (string Outcome, DateTimeOffset At)? How(
        Visit visit, DateTimeOffset queuedAt, IReadOnlyList<Visit> ofCall)
    {
        if (visit.AnsweredAt is { } answeredAt)
        {
            return (VisitOutcomes.Answered, answeredAt);
        }

        if ((visit.NotRoutableAt ?? (visit.EndCause == "not-routable" ? visit.EndedAt : null)) is { } refusedAt)
        {
            return (VisitOutcomes.NotRoutable, refusedAt);
        }

        if (MovedAt(visit, queuedAt, ofCall) is { } movedAt)
        {
            return (VisitOutcomes.Moved, movedAt);
        }

        return visit.EndedAt is not { } endedAt ? null
            : visit.EndedQueueId is { } last && last != visit.QueueId ? (VisitOutcomes.Moved, endedAt)
            : visit.Abandoned == true ? (VisitOutcomes.Abandoned, endedAt)
            : visit.EndCause == "callback" ? (VisitOutcomes.Callback, endedAt)
            : (VisitOutcomes.Ended, endedAt);
    }

    /// <summary>The first sign of the call in another queue after it had entered this one.</summary>
    private static DateTimeOffset? MovedAt(Visit visit, DateTimeOffset queuedAt, IReadOnlyList<Visit> ofCall) =>
        ofCall.Where(other => other.QueueId != visit.QueueId)
            .SelectMany(other => new[] { other.QueuedAt, other.AnsweredAt })
            .Where(at => at > queuedAt)
            .Min();

    private static IReadOnlyList<Visit> End(IReadOnlyList<Visit> ofCall, CallEnded e)
    {
        // A call that was never queued has no visit; one whose queue is not known yet is known by its end.
        var visits = e.QueueId is { } queue ? At(ofCall, e.CallId, queue, visit => visit) : ofCall;
        return [.. visits.Select(visit => visit.EndedAt <= e.EndedAt && visit.EndCause != Assumed ? visit : visit with
        {
            EndedAt = e.EndedAt,
            EndedQueueId = e.QueueId,
            EndCause = e.Cause,
            Abandoned = e.Abandoned,
        })];
    }

    /// <summary>The end was never heard and Routing assumes it, until it is heard after all.</summary>
    private static IReadOnlyList<Visit> Assume(IReadOnlyList<Visit> ofCall, DateTimeOffset at) =>
        [.. ofCall.Select(visit => visit.EndedAt <= at || visit.EndCause is not (null or Assumed) ? visit : visit with
        {
            EndedAt = at,
            EndCause = Assumed,
            Abandoned = false,
        })];

    /// <summary>Changes the visit to a queue, or makes it: what is known of the call's end holds for it too.</summary>
    private static IReadOnlyList<Visit> At(
        IReadOnlyList<Visit> ofCall, Guid callId, Guid queueId, Func<Visit, Visit> change)
    {
        var known = ofCall.FirstOrDefault(visit => visit.QueueId == queueId);
        if (known is not null)
        {
            return [.. ofCall.Select(visit => ReferenceEquals(visit, known) ? change(visit) : visit)];
        }

        var visit = ofCall.Count == 0
            ? new Visit { CallId = callId, QueueId = queueId }
            : new Visit
            {
                CallId = callId,
                QueueId = queueId,
                EndedAt = ofCall[0].EndedAt,
                EndedQueueId = ofCall[0].EndedQueueId,
                EndCause = ofCall[0].EndCause,
                Abandoned = ofCall[0].Abandoned,
            };
        return [.. ofCall, change(visit)];
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) =>
        one <= other ? one.Value : other;
}
