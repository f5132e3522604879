using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>A supervisor takes part in a talk.</summary>
public sealed class SupervisionTests
{
    private static CallStory Listening(string mode = SupervisionModes.Monitor)
    {
        var story = new CallStory().Assign().PickUp()
            .Ask(ControlActions.Supervise, target: CallStory.Supervisor, mode: mode);
        var leg = story.Call.Supervision!.Leg;
        return story.Hear(new AgentLegUp(leg)).Hear(new SupervisionTried(leg, IsDone: true));
    }

    [Fact]
    public void A_supervisor_who_picks_up_listens_and_changes_the_way()
    {
        var story = Listening();
        Assert.Equal(("done", "monitor"), (story.Answered, story.The<SupervisionStarted>().Mode));
        story.Ask(ControlActions.Supervise, target: CallStory.Supervisor, mode: SupervisionModes.Whisper);
        Assert.Equal("whisper", story.The<SupervisionChanged>().Mode);
        Assert.Equal("whisper", Assert.IsType<Listen>(story.Orders[^1]).Mode);
        story.After(TimeSpan.FromSeconds(3)).Ask(ControlActions.Unsupervise, target: CallStory.Supervisor);
        var ended = story.The<SupervisionEnded>();
        Assert.Equal(("asked", 3_000), (ended.Reason, ended.ListenedMs));
        Assert.Single(story.Legs);
        Assert.Single(story.Talks);
        Assert.Equal(CallPhase.Talking, story.Call.Phase);
    }

    [Fact]
    public void A_supervision_ends_with_the_talk_and_is_no_talk_itself()
    {
        var story = Listening().AgentHangsUp();
        Assert.Equal("talk-over", story.The<SupervisionEnded>().Reason);
        Assert.Empty(story.Legs);
        Assert.Single(story.Events.OfType<CallAnswered>());
        Assert.Single(story.Events.OfType<AgentReleased>());
    }

    [Fact]
    public void A_supervisor_who_hangs_up_leaves_the_talk_alone()
    {
        var story = Listening();
        story.Hear(new AgentLegGone(story.Call.Supervision!.Leg, "no-answer"));
        Assert.Equal(("hung-up", CallPhase.Talking), (story.The<SupervisionEnded>().Reason, story.Call.Phase));
    }

    [Fact]
    public void A_supervisor_who_does_not_answer_is_not_said_to_have_listened()
    {
        var story = new CallStory().Assign().PickUp()
            .Ask(ControlActions.Supervise, target: CallStory.Supervisor, mode: SupervisionModes.Barge).Expire();
        Assert.Equal("no-answer", story.Answered);
        Assert.Empty(story.Events.OfType<SupervisionStarted>());
        Assert.Single(story.Legs);
    }

    [Fact]
    public void There_is_one_supervisor_and_never_the_agent()
    {
        var story = Listening();
        var ask = (Guid who) => story.Ask(ControlActions.Supervise, target: who, mode: "monitor").Answered;
        Assert.Equal("supervised", ask(story.NewId()));
        Assert.Equal("yourself", ask(story.Call.Assignment!.AgentId));
        Assert.Equal("supervised", story.Ask(ControlActions.Unsupervise, target: story.NewId()).Answered);
    }

    [Theory]
    [InlineData(true, "Listen")]
    [InlineData(false, "RemoveTalk")]
    public void A_new_owner_lets_a_supervisor_who_is_there_go_on(bool alive, string order)
    {
        var story = Listening();
        var sides = new Dictionary<string, bool>();
        if (alive)
        {
            sides[story.Call.Supervision!.Leg] = true;
        }

        story.Hear(new Adopted(AdoptedLeg.Up, IsJoined: true) { Sides = sides });
        Assert.Equal(order, story.Orders[^1].GetType().Name);
        Assert.Equal(alive, story.Call.Supervision is not null);
    }

    [Fact]
    public void A_supervisor_who_does_not_come_is_said_to_have_gone()
    {
        var story = new CallStory().Assign().PickUp()
            .Ask(ControlActions.Supervise, target: CallStory.Supervisor, mode: SupervisionModes.Monitor).Expire();
        var ended = story.The<SupervisionEnded>();
        Assert.Equal(("no-answer", 0), (ended.Reason, ended.ListenedMs));
        Assert.Empty(story.Events.OfType<SupervisionStarted>());
    }
}
