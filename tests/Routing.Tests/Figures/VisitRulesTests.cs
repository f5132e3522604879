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

    [Fact]
    public void Of_two_facts_of_a_kind_the_earlier_holds_whichever_comes_first()
    {
        (object Early, object Late)[] pairs =
        [
            (Facts.Answered(Id(500), at: 12), Facts.Answered(Id(501), at: 60)),
            (Left(12), Left(60)),
            (NotRoutable(12), NotRoutable(60)),
            (Moved(12), Moved(60)),
            (Ended(12, "caller-hung-up", abandoned: true), Ended(60, "caller-hung-up", abandoned: true)),
        ];

        Assert.All(pairs, pair => Assert.All(
            (IReadOnlyList<Visit>[])
            [
                VisitsOf(Facts.Queued(at: 0), pair.Early, pair.Late),
                VisitsOf(Facts.Queued(at: 0), pair.Late, pair.Early),
            ],
            visits => Assert.Equal(12_000, visits.Single(visit => visit.QueuedAt == At(0)).WaitMs)));
    }

    [Fact]
    public void An_answer_by_a_clock_behind_ours_makes_no_negative_wait() =>
        Assert.Equal(0, Assert.Single(VisitsOf(Facts.Queued(at: 0), Facts.Answered(Id(500), at: -1))).WaitMs);

    [Fact]
    public void A_call_that_is_seen_in_another_queue_has_left_the_first_also_where_its_entry_was_not_heard()
    {
        var answered = Facts.Answered(Id(500), at: 20) with { QueueId = Support };
        var ended = Ended(30, "caller-hung-up", abandoned: true) with { QueueId = Support };

        Assert.Equal((VisitOutcomes.Moved, 20_000), OutcomeIn(Sales, VisitsOf(Facts.Queued(at: 0), answered)));
        Assert.Equal((VisitOutcomes.Moved, 30_000), OutcomeIn(Sales, VisitsOf(Facts.Queued(at: 0), ended)));
    }

    [Fact]
    public void What_is_known_of_the_end_holds_for_a_queue_that_is_heard_of_later()
    {
        var called = Ended(30, "callback", abandoned: false);
        var elsewhere = Ended(30, "caller-hung-up", abandoned: true) with { QueueId = Support };

        var back = VisitsOf(called, Facts.Queued(at: 20, queueId: Support), Moved(25) with
        {
            FromQueueId = Support, ToQueueId = Sales,
        });
        Assert.Equal((VisitOutcomes.Callback, 5_000), OutcomeIn(Sales, back));
        Assert.Equal(
            (VisitOutcomes.Callback, 10_000), OutcomeIn(Support, VisitsOf(Facts.Queued(at: 0), called, Moved(20))));
        Assert.Equal((VisitOutcomes.Moved, 30_000), OutcomeIn(Sales, VisitsOf(elsewhere, Facts.Queued(at: 0))));
    }

    private static (string?, long?) OutcomeIn(Guid queue, IReadOnlyList<Visit> visits) =>
        visits.Where(visit => visit.QueueId == queue).Select(visit => (visit.Outcome, visit.WaitMs)).Single();

    private static CallLeftQueue Left(double at) => new()
    {
        CallId = Id(100), QueueId = Sales, Reason = "timeout", LeftAt = At(at),
    };

    private static CallNotRoutable NotRoutable(double at) => new()
    {
        CallId = Id(100), QueueId = Sales, Reason = "closed", DecidedAt = At(at),
    };

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
