using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>A supervisor follows a caller who is handed on.</summary>
public sealed class FollowingTests
{
    private static CallStory Listening(string mode = SupervisionModes.Whisper)
    {
        var story = new CallStory().Assign().PickUp()
            .Ask(ControlActions.Supervise, target: CallStory.Supervisor, mode: mode);
        var leg = story.Call.Supervision!.Leg;
        return story.Hear(new AgentLegUp(leg)).Hear(new SupervisionTried(leg, IsDone: true));
    }

    [Fact]
    public void To_another_queue_and_listens_to_the_next_agent_in_the_same_way()
    {
        var story = Listening();
        var ear = story.Call.Supervision!.Ear;
        story.Ask(ControlActions.Transfer, queueId: story.NewId());
        Assert.Empty(story.Events.OfType<SupervisionEnded>());
        Assert.NotEqual(ear, story.Call.Supervision!.Ear);
        story.Assign().PickUp();
        var listen = story.Orders.OfType<Listen>().Last();
        Assert.Equal(
            (story.Call.Assignment!.Leg, story.Call.Supervision.Ear, "whisper"),
            (listen.AgentLeg, listen.Ear, listen.Mode));
        story.Hear(new SupervisionTried(listen.Leg, IsDone: true));
        Assert.Equal(story.Call.AgentId, story.The<SupervisionChanged>().AgentId);
        story.AgentHangsUp();
        Assert.Equal("talk-over", story.The<SupervisionEnded>().Reason);
        Assert.Empty(story.Legs);
    }

    [Fact]
    public void To_the_agent_who_was_consulted_and_switches_there()
    {
        var other = new Guid("0190a000-0000-7000-8000-00000000000d");
        var story = Listening().Ask(ControlActions.Consult, target: other);
        story.Hear(new AgentLegUp(story.Call.Third!.Leg)).Hear(new Joined(story.Call.Third!.Talk));
        story.Ask(ControlActions.Complete).Hear(new Joined(story.Call.Third!.Talk));
        var listen = story.Orders.OfType<Listen>().Last();
        Assert.Equal((story.Call.Assignment!.Leg, story.Call.Assignment.Talk), (listen.AgentLeg, listen.MainTalk));
        story.Hear(new SupervisionTried(listen.Leg, IsDone: true));
        Assert.Equal(other, story.The<SupervisionChanged>().AgentId);
        story.Ask(ControlActions.Supervise, target: CallStory.Supervisor, mode: SupervisionModes.Barge);
        Assert.Equal(("done", "barge"), (story.Answered, story.Orders.OfType<Listen>().Last().Mode));
        story.Ask(ControlActions.Unsupervise, target: CallStory.Supervisor);
        Assert.Equal(("done", CallPhase.Talking), (story.Answered, story.Call.Phase));
        story.Hear(new CallerGone(Lost: false));
        Assert.Empty(story.Legs);
        Assert.Empty(story.Talks);
    }

    [Fact]
    public void And_is_let_go_when_the_caller_leaves_while_waiting()
    {
        var story = Listening().Ask(ControlActions.Return, reason: "wrong queue").Hear(new CallerGone(Lost: false));
        Assert.Equal("talk-over", story.The<SupervisionEnded>().Reason);
        Assert.True(story.Events.FindIndex(said => said is SupervisionEnded)
            < story.Events.FindIndex(said => said is CallEnded));
        Assert.Empty(story.Legs);
        Assert.Empty(story.Talks);
    }

    [Fact]
    public void And_may_hang_up_while_nobody_talks()
    {
        var story = Listening().Ask(ControlActions.Transfer, queueId: CallStory.Sales);
        story.Hear(new AgentLegGone(story.Call.Supervision!.Leg, "no-answer"));
        Assert.Equal(("hung-up", CallPhase.Queued), (story.The<SupervisionEnded>().Reason, story.Call.Phase));
        Assert.NotNull(story.Call.DeadlineAt);
    }

    [Fact]
    public void And_another_owner_lets_them_listen_where_the_caller_is_now()
    {
        var story = Listening().Ask(ControlActions.Transfer, queueId: CallStory.Sales);
        var leg = story.Call.Supervision!.Leg;
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false)
        {
            Sides = new Dictionary<string, bool> { [leg] = true },
        });
        Assert.NotNull(story.Call.Supervision);
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false));
        Assert.Equal("failed", story.The<SupervisionEnded>().Reason);
    }
}
