using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>A caller is handed on, with and without asking first.</summary>
public sealed class TransfersTests
{
    private const string Number = "+441632960555";
    private static readonly Guid Billing = new("0190a000-0000-7000-8000-00000000000c");

    private static CallStory Talk() => new CallStory().After(TimeSpan.FromSeconds(7)).Assign().PickUp();

    private static CallStory Consulting(string? number = Number, Guid? target = null)
    {
        var story = Talk().Ask(ControlActions.Consult, number: number, target: target);
        return story.Hear(new AgentLegUp(story.Call.Third!.Leg)).Hear(new Joined(story.Call.Third!.Talk));
    }

    [Fact]
    public void A_call_handed_to_an_agent_waits_for_them_before_all_others_of_its_queue()
    {
        var target = Guid.CreateVersion7();
        var story = Talk().Ask(ControlActions.Transfer, target: target);
        var queued = story.Events.OfType<CallQueued>().Last();
        Assert.Equal((CallStory.Sales, (Guid?)target, story.Now, 100),
            (queued.QueueId, queued.PreferredAgentId, queued.QueuedAt, queued.Priority));
        story.Assign().PickUp().Ask(ControlActions.Return, reason: "busy");
        Assert.Null(story.Events.OfType<CallQueued>().Last().PreferredAgentId);
    }

    [Fact]
    public void A_call_handed_to_a_number_is_the_agents_no_longer_and_the_caller_hears_music_until_it_is_answered()
    {
        var story = Talk().Ask(ControlActions.Transfer, number: Number);
        Assert.Equal((CallPhase.Transferring, "AgentReleased", true), (story.Call.Phase, story.Last, story.Music));
        Assert.Null(story.Answered);
        story.Hear(new AgentLegUp(story.Call.Third!.Leg)).Hear(new Joined(story.Call.Third!.Talk));
        Assert.Equal((CallPhase.Transferred, "done", false), (story.Call.Phase, story.Answered, story.Music));
        Assert.Equal("number", story.The<CallTransferred>().Kind);
        story.Hear(new AgentLegGone(story.Call.Third!.Leg, "no-answer"));
        Assert.Equal(CallPhase.Ending, story.Call.Phase);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("no-answer")]
    [InlineData("unreachable")]
    public void A_caller_whom_nobody_takes_is_back_at_the_head_of_the_queue(string reason)
    {
        var story = Talk().Ask(ControlActions.Transfer, number: Number);
        story = reason == "no-answer"
            ? story.Expire()
            : story.Hear(new AgentLegGone(story.Call.Third!.Leg, reason));
        Assert.Equal(reason, story.Answered);
        Assert.Equal(reason, story.The<TransferFailed>().Reason);
        Assert.Equal((CallPhase.Queued, true), (story.Call.Phase, story.Music));
        Assert.Equal(CallStory.Noon, story.Events.OfType<CallQueued>().Last().QueuedAt);
        Assert.Empty(story.Legs);
    }

    [Theory]
    [InlineData(ControlActions.Transfer)]
    [InlineData(ControlActions.Consult)]
    public void Nobody_hands_a_call_to_themselves(string action)
    {
        var story = Talk();
        var events = story.Events.Count;
        story.Ask(action, target: story.Call.Assignment!.AgentId);
        Assert.Equal(("yourself", events), (story.Answered, story.Events.Count));
    }

    [Fact]
    public void Who_is_asked_first_talks_with_the_agent_while_the_caller_hears_music()
    {
        var story = Consulting();
        Assert.Equal((ThirdStage.Consulting, true, "done"), (story.Call.Third!.Stage, story.Music, story.Answered));
        Assert.Equal("consulting", story.Ask(ControlActions.Resume).Answered);
        story.Ask(ControlActions.Swap);
        Assert.False(story.Music);
        Assert.Contains(new MusicOn(story.Call.Third!.Leg), story.Orders);
        story.Ask(ControlActions.Swap);
        Assert.True(story.Music);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_consulted_transfer_leaves_the_caller_with_the_third_party(int swaps)
    {
        var story = Consulting();
        for (var i = 0; i < swaps; i++)
        {
            story.Ask(ControlActions.Swap);
        }

        story.Ask(ControlActions.Complete);
        Assert.Equal("done", story.Answered);
        Assert.Single(story.Legs, story.Call.Third!.Leg);
        Assert.Equal("agent", story.The<AgentReleased>().ReleasedBy);
        story.Hear(new Joined(story.Call.Third!.Talk));
        Assert.Equal((CallPhase.Transferred, false), (story.Call.Phase, story.Music));
        Assert.Equal("CallTransferred", story.Last);
    }

    [Fact]
    public void An_agent_who_hangs_up_after_asking_hands_the_caller_on()
    {
        var story = Consulting(number: null, target: Guid.CreateVersion7()).AgentHangsUp();
        story.Hear(new Joined(story.Call.Third!.Talk));
        Assert.Equal("agent", story.The<CallTransferred>().Kind);
    }

    [Fact]
    public void An_agent_who_takes_the_caller_over_is_the_agent_of_the_call_and_their_talk_is_recorded()
    {
        var story = Consulting(number: null, target: Billing);
        var first = Assert.Single(story.Recordings);
        var leg = story.Call.Third!.Leg;
        story.Ask(ControlActions.Complete);
        Assert.Empty(story.Recordings);
        story.Hear(new Joined(story.Call.Third!.Talk));
        var (transferred, answered) = (story.The<CallTransferred>(), story.Events.OfType<CallAnswered>().Last());
        Assert.Equal(
            (answered.AssignmentId, Billing, Billing, CallStory.Sales),
            (transferred.AssignmentId, transferred.ToAgentId, answered.AgentId, answered.QueueId));
        Assert.NotEqual(story.The<AgentReleased>().AssignmentId, answered.AssignmentId);
        Assert.Equal((CallPhase.Talking, leg), (story.Call.Phase, story.Call.Assignment!.Leg));
        var recording = story.Call.Recording!;
        Assert.Equal((Billing, answered.AssignmentId), (recording.AgentId, recording.AssignmentId));
        Assert.NotEqual(first, recording.RecordingId);
        Assert.Equal(recording.RecordingId, Assert.Single(story.Recordings));

        Assert.Equal("done", story.Ask(ControlActions.Hold, agentId: Billing).Answered);
        Assert.True(story.Music);
        Assert.Equal("done", story.Ask(ControlActions.Resume, agentId: Billing).Answered);
        story.After(TimeSpan.FromSeconds(40)).AgentHangsUp();
        var released = story.Events.OfType<AgentReleased>().Last();
        Assert.Equal(
            (Billing, answered.AssignmentId, 40_000), (released.AgentId, released.AssignmentId, released.TalkMs));
        Assert.Equal(CallPhase.Surveying, story.Call.Phase);
        Assert.Empty(story.Recordings);
    }

    [Fact]
    public void A_talk_with_a_number_is_nobodys_and_not_recorded()
    {
        var story = Consulting().Ask(ControlActions.Complete);
        story.Hear(new Joined(story.Call.Third!.Talk));
        Assert.Null(story.The<CallTransferred>().AssignmentId);
        Assert.Single(story.Events.OfType<CallAnswered>());
        Assert.Empty(story.Recordings);
        Assert.Equal("not-yours", story.Ask(ControlActions.HangUp, agentId: story.Call.AgentId).Answered);
        Assert.Equal("not-talking", story.Ask(ControlActions.Hold).Answered);
        Assert.Equal("done", story.Ask(ControlActions.HangUp).Answered);
        Assert.Equal(CallPhase.Ending, story.Call.Phase);
        Assert.Empty(story.Legs);
    }

    [Fact]
    public void A_new_owner_goes_on_with_a_caller_who_is_being_handed_to_an_agent()
    {
        var story = Consulting(number: null, target: Billing).Ask(ControlActions.Complete);
        var third = story.Call.Third!;
        story.Hear(new Adopted(AdoptedLeg.Gone, IsJoined: false)
        {
            Sides = new Dictionary<string, bool> { [third.Leg] = true },
        });
        Assert.Equal(new JoinLegs(third.Talk, "caller-leg", third.Leg), story.Orders[^1]);
        story.Hear(new Joined(third.Talk));
        Assert.Equal((CallPhase.Talking, Billing), (story.Call.Phase, story.Call.Assignment!.AgentId));
        story.Hear(new Adopted(AdoptedLeg.Up, IsJoined: true));
        Assert.Contains(new StartRecording("caller-leg", story.Call.Recording!.RecordingId), story.Orders.TakeLast(3));
    }

    [Fact]
    public void A_transfer_that_cannot_be_completed_ends_in_the_queue()
    {
        var story = Consulting().Ask(ControlActions.Complete);
        story.Hear(new JoinFailed(story.Call.Third!.Talk));
        Assert.Equal((CallPhase.Queued, true), (story.Call.Phase, story.Music));
    }

    [Fact]
    public void Whoever_is_asked_may_be_let_go_and_the_caller_hears_the_agent_again()
    {
        var story = Consulting().Ask(ControlActions.Cancel);
        Assert.Null(story.Call.Third);
        Assert.False(story.Music);
        Assert.Equal("cancelled", story.The<ConsultationEnded>().Reason);
        Assert.Equal(new JoinLegs(story.Call.Assignment!.Talk, "caller-leg", story.Call.Assignment.Leg),
            story.Orders[^1]);
        Assert.Equal("not-consulting", story.Ask(ControlActions.Complete).Answered);
    }

    [Fact]
    public void Somebody_who_does_not_answer_leaves_the_agent_with_the_caller()
    {
        var story = Talk().Ask(ControlActions.Consult, target: Guid.CreateVersion7()).Expire();
        Assert.Equal(("no-answer", CallPhase.Talking, false), (story.Answered, story.Call.Phase, story.Music));
        Assert.Equal("no-answer", story.The<ConsultationEnded>().Reason);
        Assert.Null(story.Call.DeadlineAt);
    }

    [Fact]
    public void In_a_conference_whoever_leaves_leaves_the_others_together()
    {
        var agentLeaves = Consulting().Ask(ControlActions.Conference).AgentHangsUp();
        Assert.Equal(CallPhase.Transferring, agentLeaves.Call.Phase);
        var thirdLeaves = Consulting().Ask(ControlActions.Conference);
        thirdLeaves.Hear(new AgentLegGone(thirdLeaves.Call.Third!.Leg, "no-answer"));
        Assert.Equal(CallPhase.Talking, thirdLeaves.Call.Phase);
        Assert.Equal("left", thirdLeaves.The<ConsultationEnded>().Reason);
        var callerLeaves = Consulting().Ask(ControlActions.Conference).Hear(new CallerGone(Lost: false));
        Assert.Empty(callerLeaves.Legs);
        Assert.Empty(callerLeaves.Talks);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_new_owner_finds_the_consultation_as_it_was(bool alive)
    {
        var story = Consulting();
        var third = story.Call.Third!;
        story.Hear(new Adopted(AdoptedLeg.Up, IsJoined: false)
        {
            Sides = alive ? new Dictionary<string, bool> { [third.Leg] = true } : [],
        });
        Assert.Equal(alive, story.Music);
        Assert.Equal(alive ? third : null, story.Call.Third);
    }
}
