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
        CallQueued e => Settle(Enter(ofCall, e)),
        CallAnswered e => Settle(At(ofCall, e.CallId, e.QueueId, e.AnsweredAt, visit =>
            visit.AnsweredAt <= e.AnsweredAt ? visit : visit with { AnsweredAt = e.AnsweredAt })),
        CallLeftQueue e => Settle(At(ofCall, e.CallId, e.QueueId, e.LeftAt, visit =>
            visit.WentOnAt <= e.LeftAt ? visit : visit with { WentOnAt = e.LeftAt, WentOnReason = e.Reason })),
        CallMoved e => Settle(Move(ofCall, e)),
        CallNotRoutable e => Settle(At(ofCall, e.CallId, e.QueueId, e.DecidedAt, visit =>
            visit.NotRoutableAt <= e.DecidedAt ? visit : visit with { NotRoutableAt = e.DecidedAt })),
        CallEnded e => Settle(End(ofCall, e)),
        CallRepaired { Done: "ended" } e => Settle(Assume(ofCall, e.RepairedAt)),
        _ => ofCall,
    };

    /// <summary>When and how the call left each of its queues.</summary>
    private static IReadOnlyList<Visit> Settle(IReadOnlyList<Visit> ofCall) =>
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
        Visit visit, DateTimeOffset queuedAt, IReadOnlyList<Visit> ofCall) => visit switch
    {
        { AnsweredAt: { } at, CallbackId: null } => (VisitOutcomes.Answered, at),
        { AnsweredAt: { } at } => (VisitOutcomes.CalledBack, at),
        { WentOnAt: { } at } => (Reason(visit.WentOnReason) ?? VisitOutcomes.Moved, at),
        { NotRoutableAt: { } at } => (VisitOutcomes.NotRoutable, at),
        _ when SeenLaterAt(queuedAt, ofCall) is { } at => (VisitOutcomes.Moved, at),
        { EndedAt: { } at, EndedQueueId: { } last } when last != visit.QueueId && !HasLeft(last, ofCall) =>
            (VisitOutcomes.Moved, at),
        { EndedAt: { } at, Abandoned: true, CallbackId: null } => (VisitOutcomes.Abandoned, at),
        { EndedAt: { } at, Abandoned: true } => (VisitOutcomes.Lost, at),
        { EndedAt: { } at } => (Reason(visit.EndCause) ?? VisitOutcomes.Ended, at),
        _ => null,
    };

    private static string? Reason(string? cause) => cause switch
    {
        "callback" => VisitOutcomes.Callback,
        "not-routable" => VisitOutcomes.NotRoutable,
        _ => null,
    };

    /// <summary>
    /// The call has gone on from that queue. An end that names it all the same was said before the move was heard of.
    /// </summary>
    private static bool HasLeft(Guid queueId, IReadOnlyList<Visit> ofCall) =>
        ofCall.Any(visit => visit.QueueId == queueId && visit.WentOnAt is not null);

    /// <summary>The first sign of the call on another visit after this one had begun.</summary>
    private static DateTimeOffset? SeenLaterAt(DateTimeOffset queuedAt, IReadOnlyList<Visit> ofCall) =>
        ofCall.SelectMany(any => new[] { any.QueuedAt, any.AnsweredAt }).Where(at => at > queuedAt).Min();

    /// <summary>
    /// A kept place is the past of the call, not of this visit: it begins when the call itself came. That a callback
    /// led to the call holds for all its visits.
    /// </summary>
    private static IReadOnlyList<Visit> Enter(IReadOnlyList<Visit> ofCall, CallQueued e)
    {
        var visits = Begin(ofCall, e.CallId, e.QueueId, e.EnteredAt ?? e.QueuedAt);
        return e.CallbackId is null ? visits : [.. visits.Select(visit => visit with { CallbackId = e.CallbackId })];
    }

    /// <summary>The call goes on from a queue and enters another in the same instant.</summary>
    private static IReadOnlyList<Visit> Move(IReadOnlyList<Visit> ofCall, CallMoved e) => Begin(
        At(ofCall, e.CallId, e.FromQueueId, e.MovedAt, visit =>
            visit.WentOnAt <= e.MovedAt ? visit : visit with { WentOnAt = e.MovedAt, WentOnReason = e.Reason }),
        e.CallId, e.ToQueueId, e.MovedAt);

    /// <summary>A new visit; none where the same is said again.</summary>
    private static IReadOnlyList<Visit> Begin(
        IReadOnlyList<Visit> ofCall, Guid callId, Guid queueId, DateTimeOffset at)
    {
        if (ofCall.Any(visit => visit.QueueId == queueId && visit.QueuedAt == at))
        {
            return ofCall;
        }

        // Something of this visit may have come before its beginning.
        return ofCall.FirstOrDefault(visit => visit.QueueId == queueId && visit.QueuedAt is null) is { } known
            ? [.. ofCall.Select(visit => ReferenceEquals(visit, known) ? visit with { QueuedAt = at } : visit)]
            : [.. ofCall, New(ofCall, callId, queueId) with { QueuedAt = at }];
    }

    private static IReadOnlyList<Visit> End(IReadOnlyList<Visit> ofCall, CallEnded e)
    {
        // A call that was never queued has no visit; one whose queue is not known yet is known by its end.
        var visits = e.QueueId is { } queue ? At(ofCall, e.CallId, queue, e.EndedAt, visit => visit) : ofCall;
        return
        [
            .. visits.Select(visit => visit.EndedAt <= e.EndedAt && visit.EndCause != Assumed ? visit : visit with
            {
                EndedAt = e.EndedAt,
                EndedQueueId = e.QueueId,
                EndCause = e.Cause,
                Abandoned = e.Abandoned,
            }),
        ];
    }

    /// <summary>The end was never heard and Routing assumes it, until it is heard after all.</summary>
    private static IReadOnlyList<Visit> Assume(IReadOnlyList<Visit> ofCall, DateTimeOffset at) =>
    [
        .. ofCall.Select(visit => visit.EndedAt <= at || visit.EndCause is not (null or Assumed) ? visit : visit with
        {
            EndedAt = at,
            EndCause = Assumed,
            Abandoned = false,
        }),
    ];

    /// <summary>Changes the visit to a queue that had begun by then, or makes one whose beginning is unknown.</summary>
    private static IReadOnlyList<Visit> At(
        IReadOnlyList<Visit> ofCall, Guid callId, Guid queueId, DateTimeOffset at, Func<Visit, Visit> change)
    {
        var there = ofCall.Where(visit => visit.QueueId == queueId).OrderBy(visit => visit.QueuedAt).ToList();
        var found = there.LastOrDefault(visit => visit.QueuedAt is null || visit.QueuedAt <= at)
            ?? there.FirstOrDefault();
        return found is null
            ? [.. ofCall, change(New(ofCall, callId, queueId))]
            : [.. ofCall.Select(visit => ReferenceEquals(visit, found) ? change(visit) : visit)];
    }

    /// <summary>What is known of the call's origin and end holds for a new visit too.</summary>
    private static Visit New(IReadOnlyList<Visit> ofCall, Guid callId, Guid queueId) => new()
    {
        CallId = callId,
        QueueId = queueId,
        CallbackId = ofCall.Count == 0 ? null : ofCall[0].CallbackId,
        EndedAt = ofCall.Count == 0 ? null : ofCall[0].EndedAt,
        EndedQueueId = ofCall.Count == 0 ? null : ofCall[0].EndedQueueId,
        EndCause = ofCall.Count == 0 ? null : ofCall[0].EndCause,
        Abandoned = ofCall.Count == 0 ? null : ofCall[0].Abandoned,
    };
}
