using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>The phone of an agent is gone who asks somebody, confers or has taken a caller over.</summary>
public sealed class AwayWhileAskingTests
{
    private static CallStory Talk() => new CallStory().After(TimeSpan.FromSeconds(7)).Assign().PickUp();

    private static CallStory Lost(CallStory story) =>
        story.After(TimeSpan.FromSeconds(3)).Hear(new PhoneLost(story.Call.Assignment!.AgentId));

    private static CallStory Back(CallStory story) =>
        story.After(TimeSpan.FromSeconds(2)).Hear(new PhoneBack(story.Call.Assignment!.AgentId));

    private static CallStory Return(CallStory story) =>
        Back(story).Hear(new AgentLegUp(NewLeg(story))).Hear(new Joined(story.Call.Assignment!.Talk));

    private static CallStory Consulting()
    {
        var story = Talk().Ask(ControlActions.Consult, number: "+441632960555");
        return story.Hear(new AgentLegUp(story.Call.Third!.Leg)).Hear(new Joined(story.Call.Third!.Talk));
    }

    private static string NewLeg(CallStory story) => story.Call.Assignment!.Interruption!.Leg!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_caller_is_not_handed_on_by_a_phone_that_is_gone_while_its_agent_asks_somebody(bool swapped)
    {
        var story = Consulting();
        var third = story.Call.Third!;
        _ = swapped ? story.Ask(ControlActions.Swap) : story;
        Lost(story);
        Assert.Equal((CallPhase.Talking, true, ThirdStage.Parked),
            (story.Call.Phase, story.Music, story.Call.Third!.Stage));
        Assert.Single(story.Events.OfType<AgentDisconnected>());
        Assert.Contains(new MusicOn(third.Leg), story.Orders);
        Return(story);
        Assert.Equal((false, ThirdStage.Parked), (story.Music, story.Call.Third!.Stage));
        story.Ask(ControlActions.Swap);
        Assert.Equal(("done", true, ThirdStage.Consulting),
            (story.Answered, story.Music, story.Call.Third!.Stage));
        Assert.Empty(story.Events.OfType<CallTransferred>());
        Assert.Empty(story.Events.OfType<ConsultationEnded>());
    }

    [Fact]
    public void An_agent_who_does_not_come_back_from_asking_lets_both_go_and_the_caller_waits_first()
    {
        var story = Lost(Consulting()).Expire();
        Assert.Equal((CallPhase.Queued, true, 100),
            (story.Call.Phase, story.Music, story.Events.OfType<CallQueued>().Last().Priority));
        Assert.Equal("talk-over", story.The<ConsultationEnded>().Reason);
        Assert.Empty(story.Legs);
    }

    [Fact]
    public void Those_who_are_left_in_a_conference_go_on_talking_and_the_agent_comes_back_to_them()
    {
        var story = Lost(Consulting().Ask(ControlActions.Conference));
        Assert.Equal((CallPhase.Talking, false, ThirdStage.Conference),
            (story.Call.Phase, story.Music, story.Call.Third!.Stage));
        Return(story);
        Assert.Equal((CallPhase.Talking, ThirdStage.Conference), (story.Call.Phase, story.Call.Third!.Stage));
        Assert.DoesNotContain(story.Orders.OfType<ResumeRecording>().TakeLast(2), sides => sides.CallerOnly);

        var alone = Lost(Consulting().Ask(ControlActions.Conference)).Expire();
        Assert.Equal("system", alone.The<AgentReleased>().ReleasedBy);
        alone.Hear(new Joined(alone.Call.Third!.Talk));
        Assert.Equal(CallPhase.Transferred, alone.Call.Phase);
    }

    [Fact]
    public void A_caller_whom_the_other_leaves_in_a_conference_waits_for_the_agent_with_music()
    {
        var story = Lost(Consulting().Ask(ControlActions.Conference));
        story.Hear(new AgentLegGone(story.Call.Third!.Leg, "no-answer"));
        Assert.Equal((true, null), (story.Music, story.Call.Third));
        Assert.True(story.Orders.OfType<ResumeRecording>().Last().CallerOnly);
        Return(story);
        Assert.False(story.Music);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_new_owner_keeps_whoever_was_asked_for_the_agent_who_is_away(bool alive)
    {
        var story = Lost(Consulting());
        var third = story.Call.Third!;
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false)
        {
            Sides = alive ? new Dictionary<string, bool> { [third.Leg] = true } : [],
        });
        Assert.Equal((true, alive ? third : null), (story.Music, story.Call.Third));
        Assert.Equal(alive ? [third.Leg, NewLeg(story)] : [NewLeg(story)], story.Legs);
    }

    [Theory]
    [InlineData(false, "unreachable")]
    [InlineData(true, "done")]
    public void An_agent_is_with_the_caller_again_when_the_phone_of_whoever_they_ask_is_gone(bool reached, string asked)
    {
        var other = CallStory.Supervisor;
        var story = Talk().Ask(ControlActions.Consult, target: other);
        _ = reached
            ? story.Hear(new AgentLegUp(story.Call.Third!.Leg)).Hear(new Joined(story.Call.Third!.Talk))
            : story;
        story.Hear(new PhoneLost(other));
        Assert.Equal((null, false, asked), (story.Call.Third, story.Music, story.Answered));
        Assert.Equal([story.Call.Assignment!.Leg], story.Legs);
        Assert.Equal(reached ? "left" : "unreachable", story.The<ConsultationEnded>().Reason);
    }

    [Fact]
    public void Whoever_took_a_caller_over_is_waited_for_as_the_first_agent_was()
    {
        var other = CallStory.Supervisor;
        var story = Talk().Ask(ControlActions.Consult, target: other);
        story.Hear(new AgentLegUp(story.Call.Third!.Leg)).Hear(new Joined(story.Call.Third!.Talk));
        story.Ask(ControlActions.Complete).Hear(new Joined(story.Call.Third!.Talk));
        Lost(story);
        Assert.Equal((other, true), (story.The<AgentDisconnected>().AgentId, story.Music));
        Return(story);
        Assert.Equal((other, false), (story.The<AgentReconnected>().AgentId, story.Music));
    }
}
