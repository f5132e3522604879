using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Figures;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>What single histories of events come to.</summary>
public sealed class ProjectionTests
{
    private static readonly Guid Support = Id(9_002);

    [Fact]
    public void A_call_that_nobody_has_answered_yet_waits()
    {
        var visit = Assert.Single(Fold(Facts.Queued(at: 3)).Visits);

        Assert.Equal((At(3), null, null), (visit.QueuedAt!.Value, visit.LeftAt, visit.Outcome));
    }

    [Fact]
    public void The_wait_ends_with_the_first_answer_also_where_the_call_ends_or_is_answered_again_later()
    {
        var visit = Assert.Single(Fold(
            Facts.Queued(at: 0),
            Facts.Answered(Id(500), at: 12),
            Facts.Answered(Id(501), at: 60),
            Ended(90, "caller-hung-up", abandoned: false)).Visits);

        Assert.Equal((VisitOutcomes.Answered, 12_000), (visit.Outcome, visit.WaitMs));
    }

    [Theory]
    [InlineData("caller-hung-up", true, VisitOutcomes.Abandoned)]
    [InlineData("callback", false, VisitOutcomes.Callback)]
    [InlineData("queue-timeout", false, VisitOutcomes.Ended)]
    [InlineData("lost", false, VisitOutcomes.Ended)]
    [InlineData("not-routable", false, VisitOutcomes.NotRoutable)]
    public void An_end_while_waiting_is_what_its_cause_says(string cause, bool abandoned, string outcome)
    {
        var visit = Assert.Single(Fold(Facts.Queued(at: 0), Ended(4, cause, abandoned)).Visits);

        Assert.Equal((outcome, 4_000), (visit.Outcome, visit.WaitMs));
    }

    [Fact]
    public void A_caller_who_hangs_up_before_hearing_that_the_queue_is_closed_has_not_abandoned_it()
    {
        var refused = new CallNotRoutable
        {
            CallId = Id(100), QueueId = Sales, Reason = "closed", DecidedAt = At(1),
        };

        var visit = Assert.Single(Fold(Facts.Queued(), Ended(2, "caller-hung-up", abandoned: true), refused).Visits);

        Assert.Equal(VisitOutcomes.NotRoutable, visit.Outcome);
    }

    [Fact]
    public void A_call_that_goes_on_to_another_queue_leaves_the_first_then()
    {
        var visits = Fold(
            Facts.Queued(at: 0),
            Facts.Queued(at: 30, queueId: Support),
            Ended(50, "caller-hung-up", abandoned: true, Support)).Visits.ToDictionary(visit => visit.QueueId);

        Assert.Equal((VisitOutcomes.Moved, 30_000), (visits[Sales].Outcome, visits[Sales].WaitMs));
        Assert.Equal((VisitOutcomes.Abandoned, 20_000), (visits[Support].Outcome, visits[Support].WaitMs));
    }

    [Fact]
    public void A_call_that_comes_back_to_a_queue_through_its_flow_waits_there_twice()
    {
        var left = new CallLeftQueue { CallId = Id(100), QueueId = Sales, Reason = "timeout", LeftAt = At(40) };

        var visits = Fold(Facts.Queued(at: 0), left, Facts.Queued(at: 60), Facts.Queued(at: 60), Facts.Answered(
            Id(500), at: 75)).Visits.OrderBy(visit => visit.QueuedAt).ToList();

        Assert.Equal(
            [(VisitOutcomes.Moved, 40_000), (VisitOutcomes.Answered, 15_000)],
            visits.Select(visit => (visit.Outcome!, visit.WaitMs!.Value)));
    }

    [Theory]
    [InlineData("timeout", VisitOutcomes.Moved)]
    [InlineData("not-routable", VisitOutcomes.NotRoutable)]
    [InlineData("callback", VisitOutcomes.Callback)]
    public void A_call_that_goes_on_in_its_flow_leaves_the_queue_for_that_reason(string reason, string outcome)
    {
        var left = new CallLeftQueue { CallId = Id(100), QueueId = Sales, Reason = reason, LeftAt = At(40) };

        var visit = Assert.Single(Fold(Facts.Queued(at: 0), left, Ended(90, "caller-hung-up", false)).Visits);

        Assert.Equal((outcome, 40_000), (visit.Outcome, visit.WaitMs));
    }

    [Fact]
    public void An_end_heard_first_holds_for_the_wait_that_is_heard_of_later()
    {
        var visit = Assert.Single(Fold(Ended(9, "caller-hung-up", abandoned: true), Facts.Queued(at: 0)).Visits);

        Assert.Equal((VisitOutcomes.Abandoned, 9_000), (visit.Outcome, visit.WaitMs));
    }

    [Fact]
    public void An_end_that_was_assumed_holds_until_the_real_one_is_heard()
    {
        var assumed = new CallRepaired
        {
            CallId = Id(100), Kind = "call-never-ended", Done = "ended", RepairedAt = At(1_000),
        };
        var real = Ended(1_500, "caller-hung-up", abandoned: true);

        Assert.Equal(VisitOutcomes.Ended, Assert.Single(Fold(Facts.Queued(at: 0), assumed).Visits).Outcome);
        Assert.All(
            (Projection[])[Fold(Facts.Queued(at: 0), assumed, real), Fold(Facts.Queued(at: 0), real, assumed)],
            made => Assert.Equal((VisitOutcomes.Abandoned, 1_500_000), (
                made.Visits.Single().Outcome, made.Visits.Single().WaitMs)));
    }

    [Theory]
    [InlineData("no-answer", OfferOutcomes.Refused)]
    [InlineData("unreachable", OfferOutcomes.Refused)]
    [InlineData("caller-gone", OfferOutcomes.CallerGone)]
    [InlineData("late", OfferOutcomes.Withdrawn)]
    public void An_offer_that_was_not_answered_is_what_its_reason_says(string reason, string outcome)
    {
        var offer = Assert.Single(Fold(Assigned(at: 1), Facts.Declined(Id(500), reason, at: 21)).Offers);

        Assert.Equal((outcome, At(21)), (offer.Outcome, offer.DecidedAt!.Value));
    }

    [Fact]
    public void What_Telephony_says_of_the_phone_prevails_over_a_lease_that_ended()
    {
        var rescinded = new AssignmentRescinded
        {
            CallId = Id(100), AssignmentId = Id(500), AgentId = Id(1), Reason = "expired", RescindedAt = At(25),
        };

        Assert.Equal(OfferOutcomes.Withdrawn, Fold(Assigned(1), rescinded).Offers.Single().Outcome);
        Assert.Equal(
            OfferOutcomes.Refused,
            Fold(Assigned(1), rescinded, Facts.Declined(Id(500), at: 30)).Offers.Single().Outcome);
        Assert.Equal(
            OfferOutcomes.Answered,
            Fold(Assigned(1), rescinded, Facts.Answered(Id(500), at: 24)).Offers.Single().Outcome);
    }

    [Fact]
    public void The_spans_of_an_agent_follow_each_other_without_a_gap()
    {
        var spans = Fold(
            new AgentAdded { AgentId = Id(1), Number = "1", Name = "One", AddedAt = At(0) },
            Activity("available", "idle", 10),
            Activity("available", "talking", 30),
            new AgentRemoved { AgentId = Id(1), RemovedAt = At(40) }).Spans.OrderBy(span => span.Id).ToList();

        Assert.Equal(
            [
                ("offline", "idle", At(0), At(10)), ("available", "idle", At(10), At(30)),
                ("available", "talking", At(30), At(40)), ("offline", "talking", At(40), (DateTimeOffset?)null),
            ],
            spans.Select(span => (span.Status, span.Activity, span.SinceAt, span.UntilAt)));
    }

    [Fact]
    public void The_order_in_which_Routing_spoke_holds_where_the_clocks_contradict_it()
    {
        // Wrap-up since an instant of Telephony's clock, which is a second ahead; idle again by Routing's own.
        var spans = Fold(Activity("available", "wrap-up", 11), Activity("available", "idle", 10)).Spans
            .OrderBy(span => span.Id).ToList();

        Assert.Equal((At(11), At(11)), (spans[0].SinceAt, spans[0].UntilAt!.Value));
        Assert.Equal(("idle", At(11), null), (spans[1].Activity, spans[1].SinceAt, spans[1].UntilAt));
    }

    private static Projection Fold(params object[] events)
    {
        var projection = new Projection();
        for (var i = 0; i < events.Length; i++)
        {
            projection.Apply(i + 1, events[i]);
        }

        return projection;
    }

    private static CallEnded Ended(double at, string cause, bool abandoned, Guid? queue = null) =>
        Facts.Ended(at: at) with { Cause = cause, Abandoned = abandoned, QueueId = queue ?? Sales };

    private static CallAssigned Assigned(double at) => new()
    {
        CallId = Id(100), AssignmentId = Id(500), AgentId = Id(1), QueueId = Sales, AssignedAt = At(at),
        RingUntilAt = At(at + 20),
    };

    private static AgentActivityChanged Activity(string status, string activity, double at) => new()
    {
        AgentId = Id(1), Status = status, Activity = activity, ChangedAt = At(at),
    };
}
