using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>The phone of an agent is gone in a talk: a browser was loaded anew, closed or cut off.</summary>
public sealed class InterruptionTests
{
    private static CallStory Talk() => new CallStory().After(TimeSpan.FromSeconds(7)).Assign().PickUp();

    private static CallStory Lost(CallStory story) =>
        story.After(TimeSpan.FromSeconds(3)).Hear(new PhoneLost(story.Call.Assignment!.AgentId));

    private static CallStory Back(CallStory story) =>
        story.After(TimeSpan.FromSeconds(2)).Hear(new PhoneBack(story.Call.Assignment!.AgentId));

    private static string NewLeg(CallStory story) => story.Call.Assignment!.Interruption!.Leg!;

    [Fact]
    public void The_caller_hears_music_and_the_recording_runs_on_while_the_phone_is_gone()
    {
        var story = Lost(Talk());
        Assert.True(story.Music);
        Assert.Equal(CallPhase.Talking, story.Call.Phase);
        Assert.Equal(story.Now + story.Settings.ReconnectTime, story.Call.DeadlineAt);
        Assert.Equal(story.Call.DeadlineAt, story.The<AgentDisconnected>().UntilAt);
        Assert.Empty(story.Legs);
        Assert.Single(story.Recordings);
    }

    [Fact]
    public void An_agent_who_is_back_is_rung_and_hears_the_caller_again()
    {
        var story = Back(Lost(Talk()));
        var leg = NewLeg(story);
        story.Hear(new AgentLegUp(leg)).Hear(new Joined(story.Call.Assignment!.Talk));
        Assert.False(story.Music);
        Assert.Equal(2_000, story.The<AgentReconnected>().AwayMs);
        Assert.Equal(leg, story.Call.Assignment!.Leg);
        Assert.Null(story.Call.DeadlineAt);
        Assert.Single(story.Events.OfType<CallAnswered>());
        story.AgentHangsUp();
        Assert.Single(story.Events.OfType<AgentReleased>());
        Assert.Equal(CallPhase.Surveying, story.Call.Phase);
    }

    [Fact]
    public void An_agent_who_does_not_come_back_loses_the_call_to_the_head_of_its_queue()
    {
        var story = Lost(Talk()).Expire();
        Assert.True(story.Music);
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
        Assert.Equal(["CallReturned", "AgentReleased", "CallQueued"], story.Said.TakeLast(3));
        Assert.Equal("agent-disconnected", story.The<CallReturned>().Reason);
        Assert.Equal("system", story.The<AgentReleased>().ReleasedBy);
        Assert.Equal(100, story.Events.OfType<CallQueued>().Last().Priority);
        Assert.Equal(CallStory.Noon, story.Events.OfType<CallQueued>().Last().QueuedAt);
    }

    [Theory]
    [InlineData("rejected")]
    [InlineData("no-answer")]
    public void An_agent_who_is_back_and_does_not_take_the_call_loses_it(string reason)
    {
        var story = Back(Lost(Talk()));
        story.Hear(new AgentLegGone(NewLeg(story), reason));
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
        Assert.Empty(story.Legs);
    }

    [Fact]
    public void A_phone_that_cannot_be_rung_yet_is_waited_for()
    {
        var story = Back(Lost(Talk()));
        story.Hear(new AgentLegGone(NewLeg(story), "unreachable"));
        Assert.NotNull(story.Call.Assignment!.Interruption);
        Back(story);
        Assert.NotNull(NewLeg(story));
    }

    [Fact]
    public void A_phone_that_goes_again_before_they_hear_each_other_gets_no_more_time()
    {
        var story = Lost(Talk());
        var until = story.Call.DeadlineAt;
        Back(story);
        story.Hear(new AgentLegUp(NewLeg(story)));
        Lost(story);
        Assert.True(story.Music);
        Assert.Equal(until, story.Call.DeadlineAt);
        Assert.Single(story.Events.OfType<AgentDisconnected>());
        Assert.Empty(story.Legs);
    }

    [Fact]
    public void A_leg_from_which_nothing_comes_any_more_is_a_phone_that_is_gone()
    {
        var story = Talk();
        story.Hear(new AgentLegGone(story.Call.Assignment!.Leg, CallRules.NoMedia));
        Assert.True(story.Music);
        Assert.Single(story.Events.OfType<AgentDisconnected>());
        // It may be registered all the while.
        story.Hear(new AgentLegUp(NewLeg(story))).Hear(new Joined(story.Call.Assignment!.Talk));
        Assert.Single(story.Events.OfType<AgentReconnected>());
    }

    [Fact]
    public void The_music_that_the_caller_hears_meanwhile_is_not_recorded_as_the_agent()
    {
        var story = Back(Lost(Talk()));
        Assert.True(story.Orders.OfType<ResumeRecording>().Last().CallerOnly);
        var silenced = story.Orders.FindIndex(order => order is ResumeRecording);
        Assert.True(silenced < story.Orders.FindLastIndex(order => order is MusicOn), "music before the silence");
        story.Hear(new AgentLegUp(NewLeg(story))).Hear(new Joined(story.Call.Assignment!.Talk));
        Assert.False(story.Orders.OfType<ResumeRecording>().Last().CallerOnly);
    }

    [Fact]
    public void A_phone_that_is_gone_while_it_rings_gives_the_call_to_another_agent()
    {
        var story = new CallStory().Assign();
        Lost(story);
        Assert.Equal("unreachable", story.Declined());
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
    }

    [Fact]
    public void The_phone_of_somebody_else_changes_nothing()
    {
        var story = Talk();
        story.Hear(new PhoneLost(CallStory.Supervisor)).Hear(new PhoneBack(CallStory.Supervisor));
        Assert.Equal("CallAnswered", story.Last);
        Assert.False(story.Music);
    }

    [Fact]
    public void A_hold_ends_with_the_phone_and_a_muted_agent_stays_muted()
    {
        var story = Talk().Ask(ControlActions.Mute).Ask(ControlActions.Hold);
        Lost(story);
        Assert.Single(story.Events.OfType<CallResumed>());
        Back(story);
        story.Hear(new AgentLegUp(NewLeg(story))).Hear(new Joined(story.Call.Assignment!.Talk));
        Assert.False(story.Music);
        Assert.Contains(new MuteLeg(story.Call.Assignment!.Leg, Muted: true), story.Orders);
    }

    [Theory]
    [InlineData(ControlActions.Hold, "disconnected")]
    [InlineData(ControlActions.Consult, "disconnected")]
    [InlineData(ControlActions.Return, "done")]
    [InlineData(ControlActions.HangUp, "done")]
    public void Without_its_agent_a_call_can_only_be_ended_or_handed_on(string action, string outcome)
    {
        var story = Lost(Talk()).Ask(action, reason: "why", number: "+441632960555");
        Assert.Equal(outcome, story.Answered);
    }

    [Fact]
    public void A_caller_who_leaves_meanwhile_ends_the_call_and_the_ringing()
    {
        var story = Back(Lost(Talk())).Hear(new CallerGone(Lost: false));
        Assert.Empty(story.Legs);
        Assert.Single(story.Events.OfType<AgentReleased>());
        Assert.Equal("CallEnded", story.Last);
    }

    [Fact]
    public void A_new_owner_rings_the_phone_anew_within_the_time_that_was_given()
    {
        var story = Lost(Talk());
        var until = story.Call.DeadlineAt;
        Back(story);
        var before = NewLeg(story);
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false));
        Assert.NotEqual(before, NewLeg(story));
        Assert.Equal([NewLeg(story)], story.Legs);
        Assert.Equal(until, story.Call.DeadlineAt);
    }
}
