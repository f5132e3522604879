using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Controls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>An agent asks any of a queue before the caller does: Routing finds them.</summary>
public sealed class SeekingTests
{
    private static readonly Guid Billing = new("0190a000-0000-7000-8000-00000000000c");

    private static CallStory Seeking() => new CallStory().After(TimeSpan.FromSeconds(7)).Assign().PickUp()
        .Ask(ControlActions.Consult, queueId: Billing);

    private static Assigned Find(CallStory story) =>
        story.Order() with { ConsultationId = story.Call.Third!.ConsultationId, QueueId = Billing };

    private static CallStory Consulting()
    {
        var story = Seeking();
        story.Hear(Find(story)).Hear(new AgentLegUp(story.Call.Third!.Leg));
        return story.Hear(new Joined(story.Call.Third!.Talk));
    }

    [Fact]
    public void Caller_and_agent_hear_music_while_Routing_looks_for_an_agent_of_the_queue()
    {
        var story = Seeking();
        var queued = story.The<ConsultationQueued>();
        var search = story.Call.Third!.ConsultationId;
        Assert.Equal((search, Billing, story.Now), ((Guid?)queued.ConsultationId, queued.QueueId, queued.QueuedAt));
        Assert.Equal(story.Call.AgentId, queued.AgentId);
        Assert.True(story.Music);
        Assert.Contains(new MusicOn(story.Call.Assignment!.Leg), story.Orders);
        Assert.Equal((null, 1), (story.Answered, story.Events.OfType<CallQueued>().Count()));
        Assert.Equal("consulting", story.Ask(ControlActions.Resume).Answered);
        Assert.Equal("not-consulting", story.Ask(ControlActions.Complete).Answered);
    }

    [Fact]
    public void Whoever_is_found_is_rung_and_asked_and_takes_the_caller_over()
    {
        var story = Seeking();
        var found = Find(story);
        story.Hear(found).Hear(found);
        var third = story.Call.Third!;
        Assert.Single(story.Orders.OfType<RingAgent>(), ring => ring.Leg == third.Leg);
        story.Hear(new AgentLegRinging(third.Leg)).Hear(new AgentLegRinging(third.Leg));
        var ringing = story.Events.OfType<AgentRinging>().Single(said => said.AgentId == found.AgentId);
        Assert.Equal((found.ConsultationId, found.AssignmentId), ((Guid?)ringing.CallId, ringing.AssignmentId));
        story.Hear(new AgentLegUp(third.Leg)).Hear(new Joined(third.Talk));
        var started = story.The<ConsultationStarted>();
        Assert.Equal(
            (found.AgentId, found.ConsultationId, found.AssignmentId),
            (started.ToAgentId!.Value, started.ConsultationId, started.AssignmentId!.Value));
        Assert.Equal(("done", ThirdStage.Consulting), (story.Answered, story.Call.Third!.Stage));
        Assert.Contains(new MusicOff(story.Call.Assignment!.Leg), story.Orders);

        story.Ask(ControlActions.Complete);
        story.Hear(new Joined(story.Call.Third!.Talk));
        Assert.Equal((CallPhase.Talking, found.AgentId), (story.Call.Phase, story.Call.Assignment!.AgentId));
        var answered = story.Events.OfType<CallAnswered>().Last();
        Assert.NotEqual(found.AssignmentId, answered.AssignmentId);
        Assert.Equal(story.The<CallTransferred>().AssignmentId, answered.AssignmentId);
        Assert.Empty(story.Events.OfType<AssignmentDeclined>());
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("rejected")]
    [InlineData("unreachable")]
    [InlineData("no-answer")]
    [InlineData("no-media")]
    public void Whoever_does_not_come_is_declined_and_the_next_one_is_rung(string reason)
    {
        var story = Seeking();
        var (first, search) = (Find(story), story.Call.Third!.ConsultationId);
        story.Hear(first);
        var leg = story.Call.Third!.Leg;
        story = reason switch
        {
            "no-answer" => story.Expire(),
            "unreachable" => story.Hear(new PhoneLost(first.AgentId)),
            _ => story.Hear(new AgentLegGone(leg, reason)),
        };
        var declined = story.The<AssignmentDeclined>();
        Assert.Equal(
            (search, first.AssignmentId, reason == "no-media" ? "failed" : reason),
            ((Guid?)declined.CallId, declined.AssignmentId, declined.Reason));
        Assert.Equal((ThirdStage.Seeking, null), (story.Call.Third!.Stage, story.Answered));
        story.Hear(new AgentLegUp(leg));
        story.Hear(Find(story)).Hear(new AgentLegUp(story.Call.Third!.Leg));
        story.Hear(new Joined(story.Call.Third!.Talk));
        Assert.Equal((ThirdStage.Consulting, "done"), (story.Call.Third!.Stage, story.Answered));
        Assert.DoesNotContain(leg, story.Legs);
    }

    [Fact]
    public void A_reservation_that_is_taken_back_stops_the_ringing_and_the_search_goes_on()
    {
        var story = Seeking();
        var found = Find(story);
        story.Hear(found).Hear(new Rescinded(found.AssignmentId) { ConsultationId = found.ConsultationId });
        Assert.Equal((ThirdStage.Seeking, 1), (story.Call.Third!.Stage, story.Legs.Count));
        Assert.Empty(story.Events.OfType<AssignmentDeclined>());
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("closed")]
    [InlineData("timeout")]
    public void A_search_that_finds_nobody_gives_the_caller_back_to_the_agent(string reason)
    {
        var story = Seeking();
        var search = story.Call.Third!.ConsultationId;
        story = reason switch
        {
            "cancelled" => story.Ask(ControlActions.Cancel),
            "closed" => story.Hear(new NotRoutable("closed") { ConsultationId = search }),
            _ => story.Expire(),
        };
        var ended = story.The<ConsultationEnded>();
        Assert.Equal((reason, search, null), (ended.Reason, ended.ConsultationId, ended.ToAgentId));
        Assert.Equal((false, null, CallPhase.Talking), (story.Music, story.Call.Third, story.Call.Phase));
        Assert.Contains(new MusicOff(story.Call.Assignment!.Leg), story.Orders);
        Assert.Contains(story.Answers, answer => answer.Outcome == reason);
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("caller")]
    [InlineData("phone")]
    public void A_search_ends_with_the_talk_that_it_was_for_and_who_is_found_later_is_not_rung(string gone)
    {
        var story = Seeking();
        var found = Find(story);
        story = gone switch
        {
            "agent" => story.AgentHangsUp(),
            "caller" => story.Hear(new CallerGone(Lost: false)),
            _ => story.Hear(new PhoneLost(story.Call.Assignment!.AgentId)),
        };
        Assert.Equal(found.ConsultationId, story.The<ConsultationEnded>().ConsultationId);
        Assert.NotNull(story.Answers.Single().Outcome);
        story.Hear(found);
        var declined = story.The<AssignmentDeclined>();
        Assert.Equal(
            (found.ConsultationId, found.AssignmentId, "caller-gone"),
            ((Guid?)declined.CallId, declined.AssignmentId, declined.Reason));
        Assert.Single(story.Orders.OfType<RingAgent>());
    }

    [Fact]
    public void Who_is_found_while_another_rings_or_talks_is_declined()
    {
        var story = Seeking();
        story.Hear(Find(story)).Hear(Find(story));
        Assert.Equal("late", story.Declined());
        Assert.Equal("already-answered", Declined(Consulting()));
        static string Declined(CallStory story) => story.Hear(Find(story)).Declined();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_new_owner_goes_on_with_the_search(bool ringing)
    {
        var story = Seeking();
        if (ringing)
        {
            story.Hear(Find(story));
        }

        var before = story.Orders.Count;
        story.Hear(new Adopted(AdoptedLeg.Up, IsJoined: false));
        Assert.Equal(ThirdStage.Seeking, story.Call.Third!.Stage);
        Assert.Equal(ringing ? ["failed"] : [], story.Events.OfType<AssignmentDeclined>().Select(said => said.Reason));
        Assert.Contains(new MusicOn(story.Call.Assignment!.Leg), story.Orders.Skip(before));
        story.Hear(Find(story)).Hear(new AgentLegUp(story.Call.Third!.Leg));
        story.Hear(new Joined(story.Call.Third!.Talk));
        Assert.Equal("done", story.Answered);
    }
}
