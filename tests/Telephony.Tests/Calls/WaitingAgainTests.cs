using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Callers who wait a second time.</summary>
public sealed class WaitingAgainTests
{
    [Fact]
    public void A_caller_who_was_returned_and_hangs_up_waiting_has_abandoned_the_call()
    {
        var story = new CallStory().Assign().PickUp().Ask(ControlActions.Return, reason: "wrong queue")
            .Hear(new CallerGone(Lost: false));
        Assert.True(story.The<CallEnded>().Abandoned);
        Assert.NotNull(story.The<CallEnded>().AgentId);
    }

    [Fact]
    public void So_has_one_who_hangs_up_while_the_next_phone_rings_but_not_one_who_talks()
    {
        var story = new CallStory().Assign().PickUp().Ask(ControlActions.Transfer, queueId: CallStory.Sales).Assign();
        Assert.True(story.Hear(new CallerGone(Lost: false)).The<CallEnded>().Abandoned);
        story = new CallStory().Assign().PickUp().Ask(ControlActions.Transfer, queueId: CallStory.Sales)
            .Assign().PickUp();
        Assert.False(story.Hear(new CallerGone(Lost: false)).The<CallEnded>().Abandoned);
    }

    [Fact]
    public void A_caller_handed_to_an_agent_waits_for_that_one_for_a_bounded_time()
    {
        var agentId = new Guid("0190a000-0000-7000-8000-00000000000d");
        var story = new CallStory().Assign().PickUp().Ask(ControlActions.Transfer, target: agentId);
        var queued = story.Events.OfType<CallQueued>().Last();
        Assert.Equal((agentId, 60_000L), (queued.PreferredAgentId, queued.PreferredWaitMs));
        Assert.Null(story.Events.OfType<CallQueued>().First().PreferredWaitMs);
    }

    [Fact]
    public void An_order_of_a_newer_release_is_no_refusal()
    {
        Assert.Null(new CallOrder { CallId = CallStory.Sales, Kind = "praised" }.Input());
        Assert.IsType<NotRoutable>(new CallOrder { CallId = CallStory.Sales, Kind = "not-routable" }.Input());
    }
}
