using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>A new owner goes on with a call from its snapshot and from what is alive.</summary>
public sealed class AdoptionTests
{
    [Fact]
    public void A_greeting_is_not_begun_again() =>
        Assert.Equal("CallQueued", new CallStory(greeting: "g").Hear(new Adopted(AdoptedLeg.Gone, false)).Last);

    [Fact]
    public void A_waiting_caller_hears_music() =>
        Assert.IsType<MusicOn>(new CallStory().Hear(new Adopted(AdoptedLeg.Gone, false)).Orders[^1]);

    [Fact]
    public void A_phone_that_still_rings_goes_on_ringing()
    {
        var story = new CallStory().Assign().Hear(new Adopted(AdoptedLeg.Ringing, false));
        Assert.Equal(CallPhase.Ringing, story.Call.Phase);
        Assert.Single(story.Legs);
    }

    [Fact]
    public void An_agent_who_picked_up_meanwhile_is_put_through()
    {
        var story = new CallStory().Assign().Hear(new Adopted(AdoptedLeg.Up, false));
        Assert.IsType<JoinLegs>(story.Orders[^1]);
        Assert.Equal("CallAnswered", story.Hear(new Joined(story.Call.Assignment!.Talk)).Last);
    }

    [Fact]
    public void An_agent_whose_leg_is_gone_is_declined()
    {
        var story = new CallStory().Assign().Hear(new Adopted(AdoptedLeg.Gone, false));
        Assert.Equal("failed", story.Declined());
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
    }

    [Fact]
    public void A_talk_goes_on_untouched_but_for_its_recording()
    {
        var story = new CallStory().Assign().PickUp();
        var before = story.Orders.Count;
        story.Hear(new Adopted(AdoptedLeg.Up, IsJoined: true));
        var leg = story.Call.Assignment!.Leg;
        var recordingId = story.Call.Recording!.RecordingId;
        Assert.Equal(
            [
                new MuteLeg(leg, Muted: false), new StartRecording("caller-leg", recordingId),
                new ResumeRecording("caller-leg", recordingId),
            ],
            story.Orders.Skip(before));
    }

    [Fact]
    public void A_talk_whose_legs_were_not_joined_yet_is_joined()
    {
        var story = new CallStory().Assign().PickUp().Hear(new Adopted(AdoptedLeg.Up, IsJoined: false));
        Assert.Contains(story.Orders.TakeLast(4), order => order is JoinLegs);
    }

    [Fact]
    public void A_talk_that_the_agent_left_meanwhile_is_released()
    {
        var story = new CallStory().Assign().PickUp().Hear(new Adopted(AdoptedLeg.Gone, false));
        Assert.Equal("agent", story.The<AgentReleased>().ReleasedBy);
        Assert.Equal(CallPhase.Surveying, story.Call.Phase);
    }

    [Fact]
    public void A_question_is_asked_again_and_last_words_are_not()
    {
        var asked = new CallStory().Assign().PickUp().AgentHangsUp().Hear(new Adopted(AdoptedLeg.Gone, false));
        Assert.Equal(2, asked.Orders.OfType<Play>().Count());
        var thanked = asked.Hear(new KeyPressed('4')).Hear(new Adopted(AdoptedLeg.Gone, false));
        Assert.IsType<HangUpCaller>(thanked.Orders[^1]);
    }

    [Fact]
    public void What_is_found_alive_and_does_not_belong_to_the_call_is_removed()
    {
        var story = new CallStory().Assign().PickUp();
        var (leg, talk) = (story.Call.Assignment!.Leg, story.Call.Assignment.Talk);
        var before = story.Orders.Count;
        story.Hear(new LegSeen(leg)).Hear(new TalkSeen(talk)).Hear(new LegSeen("caller-leg"));
        Assert.Equal(before, story.Orders.Count);
        story.Hear(new LegSeen("other")).Hear(new TalkSeen("other"));
        Assert.Equal([new DropLeg("other"), new RemoveTalk("other")], story.Orders.Skip(before));
    }
}
