using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Figures;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>Calls that come back, are called back, or are moved.</summary>
public sealed class VisitRulesTests
{
    private static readonly Guid Support = Id(9_002);

    [Fact]
    public void A_call_that_comes_back_to_its_kept_place_waits_twice_the_second_time_from_when_it_came_back()
    {
        var left = new CallLeftQueue { CallId = Id(100), QueueId = Sales, Reason = "timeout", LeftAt = At(40) };
        var back = Facts.Queued(at: 0) with { EnteredAt = At(60) };

        var visits = VisitsOf(Facts.Queued(at: 0), left, back, back, Ended(90, "caller-hung-up", abandoned: true))
            .OrderBy(visit => visit.QueuedAt).ToList();

        Assert.Equal(
            [(VisitOutcomes.Moved, 40_000), (VisitOutcomes.Abandoned, 30_000)],
            visits.Select(visit => (visit.Outcome!, visit.WaitMs!.Value)));
    }

    [Fact]
    public void A_customer_who_is_called_back_has_waited_from_the_answered_dial_on_and_is_kept_apart()
    {
        var called = Facts.Queued(at: -3_000) with { EnteredAt = At(10), CallbackId = Id(77) };

        var reached = Assert.Single(VisitsOf(Facts.Answered(Id(500), at: 12), called));
        var lost = Assert.Single(VisitsOf(called, Ended(15, "caller-hung-up", abandoned: true)));

        Assert.Equal((VisitOutcomes.CalledBack, 2_000), (reached.Outcome, reached.WaitMs));
        Assert.Equal((VisitOutcomes.Lost, 5_000), (lost.Outcome, lost.WaitMs));
    }

    [Fact]
    public void A_call_that_overflows_leaves_one_queue_and_enters_the_other_also_as_a_callback()
    {
        var visits = VisitsOf(Facts.Queued(at: 0), Moved(20), Moved(20), Facts.Answered(Id(500), at: 25) with
        {
            QueueId = Support,
        }).ToDictionary(visit => visit.QueueId);
        var called = VisitsOf(Facts.Queued(at: 0) with { CallbackId = Id(77) }, Moved(20));

        Assert.Equal((VisitOutcomes.Moved, 20_000), (visits[Sales].Outcome, visits[Sales].WaitMs));
        Assert.Equal((VisitOutcomes.Answered, 5_000), (visits[Support].Outcome, visits[Support].WaitMs));
        Assert.Equal([Id(77), Id(77)], called.Select(visit => visit.CallbackId!.Value));
    }

    [Fact]
    public void A_caller_who_hangs_up_before_Telephony_has_heard_of_the_move_has_abandoned_the_second_queue()
    {
        var visits = VisitsOf(Facts.Queued(at: 0), Ended(30, "caller-hung-up", abandoned: true), Moved(20))
            .ToDictionary(visit => visit.QueueId);

        Assert.Equal(VisitOutcomes.Moved, visits[Sales].Outcome);
        Assert.Equal((VisitOutcomes.Abandoned, 10_000), (visits[Support].Outcome, visits[Support].WaitMs));
    }

    private static IReadOnlyList<Visit> VisitsOf(params object[] events) =>
        events.Aggregate((IReadOnlyList<Visit>)[], VisitRules.Apply);

    private static CallEnded Ended(double at, string cause, bool abandoned) =>
        Facts.Ended(at: at) with { Cause = cause, Abandoned = abandoned, QueueId = Sales };

    private static CallMoved Moved(double at) => new()
    {
        CallId = Id(100), FromQueueId = Sales, ToQueueId = Support, Reason = "overflow", QueuedAt = At(0),
        MovedAt = At(at),
    };
}
