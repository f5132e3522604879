using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using CallCenter.Telephony.Waiting;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>A caller is handed to another queue.</summary>
public sealed class TransfersToQueuesTests
{
    private static readonly Guid Billing = new("0190a000-0000-7000-8000-00000000000c");

    private static CallStory Talk() => new CallStory().After(TimeSpan.FromSeconds(7)).Assign().PickUp();

    [Fact]
    public void A_call_handed_to_another_queue_begins_to_wait_there()
    {
        var story = Talk().Ask(ControlActions.Transfer, queueId: Billing);
        Assert.Equal(["CallTransferred", "AgentReleased", "CallQueued"], story.Said.TakeLast(3));
        var queued = story.Events.OfType<CallQueued>().Last();
        Assert.Equal((Billing, story.Now), (queued.QueueId, queued.QueuedAt));
        Assert.True(story.Music);
        Assert.Empty(story.Legs);
    }

    [Theory]
    [InlineData("unknown-queue")]
    [InlineData("closed")]
    [InlineData("callback-only")]
    public void A_queue_that_does_not_take_the_call_does_not_lose_it(string reason)
    {
        var story = Talk().Ask(ControlActions.Transfer, queueId: Billing).After(TimeSpan.FromSeconds(1));
        story.Hear(new NotRoutable(reason));
        Assert.Equal(reason, story.The<TransferFailed>().Reason);
        var queued = story.Events.OfType<CallQueued>().Last();
        Assert.Equal((CallStory.Sales, CallStory.Noon, 100), (queued.QueueId, queued.QueuedAt, queued.Priority));
        Assert.Equal((CallPhase.Queued, true), (story.Call.Phase, story.Music));
        story.Hear(new NotRoutable("closed"));
        Assert.Equal((CallPhase.Announcing, "not-routable"), (story.Call.Phase, story.Call.EndCause));
    }

    [Fact]
    public void A_place_told_in_one_queue_is_not_told_in_the_next()
    {
        var story = new CallStory().After(TimeSpan.FromSeconds(7));
        var place = new CallPlace
        {
            QueueId = CallStory.Sales, Position = 1, PositionTold = true, CallbackOffered = true, FirstAfterMs = 1,
            ChangedAt = story.Now,
        };
        story.Hear(new PlaceFound(place)).Assign().PickUp().After(TimeSpan.FromSeconds(60))
            .Ask(ControlActions.Transfer, queueId: Billing);
        var told = story.Orders.OfType<Play>().Count();
        story.After(TimeSpan.FromMinutes(2)).Hear(new PlaceFound(place)).Press("1");
        Assert.Equal(told, story.Orders.OfType<Play>().Count());
        story.Hear(new PlaceFound(place with { QueueId = Billing, Position = 8, ChangedAt = story.Now }));
        Assert.Contains("callcenter/position-8", story.Media, StringComparison.Ordinal);
        Assert.Equal(Billing, story.Call.Offer!.QueueId);
    }
}
