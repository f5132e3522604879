using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Figures;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>What single facts make of an offer.</summary>
public sealed class OfferRulesTests
{
    [Fact]
    public void Of_two_facts_of_a_kind_the_earlier_holds_whichever_comes_first()
    {
        (object Early, object Late, Func<Offer, DateTimeOffset?> At)[] cases =
        [
            (Assigned(1), Assigned(2), offer => offer.OfferedAt),
            (Facts.Answered(Id(500), at: 1), Facts.Answered(Id(500), at: 2), offer => offer.AnsweredAt),
            (Facts.Declined(Id(500), at: 1), Facts.Declined(Id(500), at: 2), offer => offer.DeclinedAt),
            (Rescinded(1, "expired"), Rescinded(2, "expired"), offer => offer.RescindedAt),
            (Facts.Released(Id(500), at: 1), Facts.Released(Id(500), at: 2), offer => offer.ReleasedAt),
            (WrappedUp(1), WrappedUp(2), offer => offer.FinishedAt),
        ];

        Assert.All(cases, one =>
        {
            Assert.Equal(At(1), one.At(Of(one.Early, one.Late)));
            Assert.Equal(At(1), one.At(Of(one.Late, one.Early)));
        });
    }

    [Fact]
    public void Who_was_released_had_been_bridged_as_long_as_they_talked_before()
    {
        var offer = Of(Assigned(0), Facts.Declined(Id(500), at: 20), Facts.Released(Id(500), at: 60));

        Assert.Equal((OfferOutcomes.Answered, At(4)), (offer.Outcome, offer.DecidedAt!.Value));
    }

    [Theory]
    [InlineData("call-ended", OfferOutcomes.CallerGone)]
    [InlineData("expired", OfferOutcomes.Withdrawn)]
    public void A_reservation_taken_back_is_what_its_reason_says(string reason, string outcome) =>
        Assert.Equal(outcome, Of(Assigned(0), Rescinded(5, reason)).Outcome);

    [Fact]
    public void An_answer_names_the_queue_of_an_offer_that_was_not_heard_of() =>
        Assert.Equal(Sales, Of(Facts.Answered(Id(500))).QueueId);

    private static Offer Of(params object[] events) => events.Aggregate((Offer?)null, OfferRules.Apply)!;

    private static CallAssigned Assigned(double at) => new()
    {
        CallId = Id(100), AssignmentId = Id(500), AgentId = Id(1), QueueId = Sales, AssignedAt = At(at),
        RingUntilAt = At(at + 20),
    };

    private static AssignmentRescinded Rescinded(double at, string reason) => new()
    {
        CallId = Id(100), AssignmentId = Id(500), AgentId = Id(1), Reason = reason, RescindedAt = At(at),
    };

    private static CallWrappedUp WrappedUp(double at) => new()
    {
        CallId = Id(100), AssignmentId = Id(500), AgentId = Id(1), QueueId = Sales, DurationMs = 1,
        WrappedUpAt = At(at),
    };
}
