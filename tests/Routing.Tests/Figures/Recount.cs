using CallCenter.Routing.Figures;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>The counts of a window once more, over rows in memory: what the statements must agree with.</summary>
internal static class Recount
{
    public static QueueTally Queue(Projection made, FigureWindow window, Guid queueId)
    {
        bool In(DateTimeOffset? at) => at >= window.From && at < window.To;
        var (within, brief) = (window.WithinMs ?? window.UsualWithinMs, window.ShortMs ?? window.UsualShortMs);
        var visits = made.Visits.Where(visit => visit.QueueId == queueId && visit.QueuedAt is not null).ToList();
        var left = visits.Where(visit => In(visit.LeftAt) && visit.CallbackId is null).ToList();
        var called = visits.Where(visit => In(visit.LeftAt) && visit.CallbackId is not null).ToList();
        long Count(string outcome, long atMost = long.MaxValue) =>
            left.Count(visit => visit.Outcome == outcome && visit.WaitMs <= atMost);
        var waiting = visits.Where(visit => visit.Outcome != VisitOutcomes.NotRoutable && visit.QueuedAt < window.To
            && visit.QueuedAt >= window.GhostsAt && !(visit.LeftAt < window.To)).ToList();
        return new QueueTally
        {
            QueueId = queueId,
            WithinMs = within,
            ShortMs = brief,
            Waiting = waiting.Count,
            OldestWaitMs = waiting.Max(visit => (double?)(window.To - visit.QueuedAt!.Value).TotalMilliseconds),
            Queued = visits.Count(visit => In(visit.QueuedAt) && visit.Outcome != VisitOutcomes.NotRoutable
                && visit.CallbackId is null),
            Answered = Count(VisitOutcomes.Answered),
            AnsweredWithin = Count(VisitOutcomes.Answered, within),
            Abandoned = Count(VisitOutcomes.Abandoned),
            AbandonedWithin = Count(VisitOutcomes.Abandoned, within),
            AbandonedShort = Count(VisitOutcomes.Abandoned, brief),
            Callbacks = Count(VisitOutcomes.Callback),
            CallbacksWithin = Count(VisitOutcomes.Callback, within),
            Moved = Count(VisitOutcomes.Moved),
            MovedWithin = Count(VisitOutcomes.Moved, within),
            Ended = Count(VisitOutcomes.Ended),
            EndedWithin = Count(VisitOutcomes.Ended, within),
            NotRoutable = Count(VisitOutcomes.NotRoutable),
            AnsweredWaitMs = left.Sum(visit => visit.Outcome == VisitOutcomes.Answered ? visit.WaitMs!.Value : 0),
            LongestWaitMs = left.Where(visit => visit.Outcome != VisitOutcomes.NotRoutable).Max(visit => visit.WaitMs),
            CalledBack = called.Count(visit => visit.Outcome == VisitOutcomes.CalledBack),
            Lost = called.Count(visit => visit.Outcome == VisitOutcomes.Lost),
            CalledBackWaitMs = called.Sum(visit =>
                visit.Outcome == VisitOutcomes.CalledBack ? visit.WaitMs!.Value : 0),
            Handling = Handling(
                made, made.Offers.Where(offer => offer.QueueId == queueId), In,
                handed => made.Visits
                    .Where(visit => visit.CallId == handed.CallId && visit.AnsweredAt <= handed.HandedAt)
                    .OrderByDescending(visit => visit.AnsweredAt).ThenBy(visit => visit.QueueId)
                    .FirstOrDefault()?.QueueId == queueId,
                handed => handed.ToQueueId == queueId),
        };
    }

    public static AgentTally Agent(Projection made, FigureWindow window, Guid agentId)
    {
        var spans = made.Spans.Where(span => span.AgentId == agentId && span.SinceAt < window.To
            && (span.UntilAt is null || span.UntilAt > window.From || span.SinceAt >= window.From)).ToList();
        double Spent(Func<ActivitySpan, bool> counts) => spans.Where(counts).Sum(span =>
            (Earlier(span.UntilAt ?? window.To, window.To) - Later(span.SinceAt, window.From)).TotalMilliseconds);
        var present = spans.SingleOrDefault(span => span.UntilAt is null || span.UntilAt >= window.To);
        bool Ready(ActivitySpan span) =>
            span is { Activity: "idle", Status: "available", NotResponding: false, PhoneOffline: false };
        long Is(Func<ActivitySpan, bool> so) => present is not null && so(present) ? 1 : 0;
        return new AgentTally
        {
            AgentId = agentId,
            Status = present?.Status,
            Activity = present?.Activity,
            SinceAt = present?.DoingSinceAt ?? present?.SinceAt,
            TalkingMs = Spent(span => span.Activity == "talking"),
            WrapUpMs = Spent(span => span.Activity == "wrap-up"),
            RingingMs = Spent(span => span.Activity is "reserved" or "ringing"),
            IdleMs = Spent(Ready),
            AwayMs = Spent(span => span is { Activity: "idle", Status: not "offline" } && !Ready(span)),
            OnlineMs = Spent(span => span.Status != "offline"),
            Online = Is(span => span.Status != "offline"),
            Staffed = Is(span => span.Status == "available"),
            Available = Is(Ready),
            Ringing = Is(span => span.Activity is "reserved" or "ringing"),
            Talking = Is(span => span.Activity == "talking"),
            WrappingUp = Is(span => span.Activity == "wrap-up"),
            Handling = Handling(
                made, made.Offers.Where(offer => offer.AgentId == agentId), at => at >= window.From && at < window.To,
                handed => handed.AgentId == agentId, handed => handed.ToAgentId == agentId),
        };
    }

    private static HandlingTally Handling(
        Projection made, IEnumerable<Offer> offers, Func<DateTimeOffset?, bool> isIn, Func<Handover, bool> from,
        Func<Handover, bool> to)
    {
        var all = offers.ToList();
        var finished = all.Where(offer => isIn(offer.FinishedAt) && offer.Outcome == OfferOutcomes.Answered).ToList();
        var handed = made.Handovers.ToLookup(one => one.CallId);
        IEnumerable<Handover> Ended(Offer talk) => handed[talk.CallId].Where(one => one.AgentId == talk.AgentId
            && one.HandedAt >= talk.DecidedAt && !all.Any(later => later.CallId == talk.CallId
                && later.AgentId == talk.AgentId && later.Outcome == OfferOutcomes.Answered
                && later.DecidedAt > talk.DecidedAt && later.DecidedAt <= one.HandedAt));
        var first = finished.Where(talk => !handed[talk.CallId].Any(one => one.HandedAt <= talk.DecidedAt)).ToList();
        var now = made.Handovers.Where(one => isIn(one.HandedAt)).ToList();
        var gone = now.Where(from).ToList();
        return new HandlingTally
        {
            Transferred = finished.Count(talk => Ended(talk).Any(one => one.Kind != HandoverKinds.Returned)),
            FirstTalks = first.Count,
            FirstTalksRight = first.Count(talk => !Ended(talk).Any()),
            HandedInside = gone.Count(one => one.Kind is HandoverKinds.Queue or HandoverKinds.Agent),
            HandedOutside = gone.Count(one => one.Kind == HandoverKinds.Number),
            GivenBack = gone.Count(one => one.Kind == HandoverKinds.Returned),
            HandedHere = now.Count(to),
            OffersAnswered = all.Count(offer => offer.Outcome == OfferOutcomes.Answered && isIn(offer.DecidedAt)),
            OffersRefused = all.Count(offer => offer.Outcome == OfferOutcomes.Refused && isIn(offer.DecidedAt)),
            OffersCallerGone = all.Count(offer => offer.Outcome == OfferOutcomes.CallerGone && isIn(offer.DecidedAt)),
            Finished = finished.Count,
            TalkMs = finished.Sum(offer => offer.TalkMs!.Value),
            WrapUpMs = finished.Sum(offer => offer.WrapUpMs!.Value),
        };
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
