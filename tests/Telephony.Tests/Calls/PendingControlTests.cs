using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Controls are answered when the switch has obeyed.</summary>
public sealed class PendingControlTests
{
    private static CallStory Talk() => new CallStory().After(TimeSpan.FromSeconds(7)).Assign().PickUp();

    private static CallStory Refused(CallStory story, string action)
    {
        story.Obeys = false;
        story.Ask(action, digits: "12", most: 4, target: Guid.CreateVersion7());
        Assert.Null(story.Answered);
        return story.Hear(new ControlTried(story.Call.Pending!.ControlId, IsDone: false));
    }

    private static CallStory Paused()
    {
        var story = Talk().Ask(ControlActions.PauseRecording);
        return story.Hear(new RecordingPauseTried(story.Call.Recording!.RecordingId, IsSilent: true));
    }

    [Fact]
    public void A_caller_who_could_not_be_held_is_not_said_to_be()
    {
        var story = Refused(Talk(), ControlActions.Hold);
        Assert.Equal(("failed", false), (story.Answered, story.Music));
        Assert.Null(story.Call.Assignment!.HeldAt);
        Assert.Empty(story.Events.OfType<CallHeld>());
        Assert.IsType<JoinLegs>(story.Orders[^1]);
    }

    [Fact]
    public void Nothing_is_collected_while_the_agent_may_hear_it()
    {
        var story = Refused(Paused(), ControlActions.Collect);
        Assert.Equal("failed", story.Answered);
        Assert.Null(story.Call.Entry);
        story.Press("4929#");
        Assert.Empty(story.Orders.OfType<AskOutside>());
    }

    [Fact]
    public void Nobody_is_rung_for_an_agent_whose_caller_could_not_be_held()
    {
        var story = Refused(Talk(), ControlActions.Consult);
        Assert.Equal("failed", story.Answered);
        Assert.Null(story.Call.Third);
        Assert.Single(story.Legs);
    }

    [Fact]
    public void An_agent_who_could_not_be_muted_knows_it()
    {
        var story = Refused(Talk(), ControlActions.Mute);
        Assert.Equal(("failed", false), (story.Answered, story.Call.Assignment!.Muted));
        Assert.Empty(story.Events.OfType<AgentMuted>());
        Assert.Equal(new MuteLeg(story.Call.Assignment!.Leg, Muted: false), story.Orders[^1]);
    }

    [Fact]
    public void Keys_that_were_not_sent_are_not_said_to_be()
    {
        var story = Refused(Talk(), ControlActions.Keys);
        Assert.Equal("failed", story.Answered);
        Assert.Empty(story.Events.OfType<KeysSent>());
    }

    [Fact]
    public void A_third_party_who_could_not_be_let_in_waits_with_music()
    {
        var story = Talk().Ask(ControlActions.Consult, target: Guid.CreateVersion7());
        story.Hear(new AgentLegUp(story.Call.Third!.Leg)).Hear(new Joined(story.Call.Third!.Talk));
        story = Refused(story, ControlActions.Conference);
        Assert.Equal(("failed", ThirdStage.Parked), (story.Answered, story.Call.Third!.Stage));
        Assert.Equal(new MusicOn(story.Call.Third.Leg), story.Orders[^1]);
        Assert.Empty(story.Events.OfType<ConferenceStarted>());
    }

    [Fact]
    public void One_waits_for_the_other_and_the_end_of_the_talk_answers_both()
    {
        var story = Talk();
        story.Obeys = false;
        story.Ask(ControlActions.Mute);
        Assert.Equal("under-way", story.Ask(ControlActions.Hold).Answered);
        story.AgentHangsUp();
        Assert.Equal(["under-way", "talk-over"], story.Answers.Select(answer => answer.Outcome));
        Assert.Null(story.Call.Pending);
    }

    [Fact]
    public void A_new_owner_does_not_know_what_became_of_it_and_says_so()
    {
        var story = Talk();
        story.Obeys = false;
        story.Ask(ControlActions.Mute).Hear(new Adopted(AdoptedLeg.Up, IsJoined: true));
        Assert.Equal("failed", story.Answered);
        Assert.Contains(new MuteLeg(story.Call.Assignment!.Leg, Muted: false), story.Orders);
    }
}
