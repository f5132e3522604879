using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Calls;
using Xunit;

namespace CallCenter.Telephony.Tests.Calls;

/// <summary>Callers who are told the number of the agent who answers.</summary>
public sealed class IntroductionTests
{
    private const string Sound = "callcenter/said-1";

    [Fact]
    public void Both_hear_who_serves_before_they_are_put_through_and_the_call_counts_as_answered_then()
    {
        var story = Made(Sound).PickUpOnly();
        Assert.Equal(
            ["caller-leg", story.Call.Assignment!.Leg],
            story.Orders.OfType<Play>().Where(play => play.Media == Sound).Select(play => play.Leg));
        Assert.Equal("zh", story.Orders.OfType<Play>().Last().Language);
        Assert.Empty(story.Orders.OfType<JoinLegs>());
        Assert.False(story.Music);
        Assert.DoesNotContain(story.Events, said => said is CallAnswered);
        story.After(TimeSpan.FromSeconds(2)).HearOut();
        var orders = story.Orders.ToList();
        Assert.Single(orders.OfType<JoinLegs>());
        var agents = orders.OfType<Play>().Last().PromptId;
        Assert.InRange(orders.IndexOf(new StopPrompt(agents)), 0, orders.FindIndex(order => order is JoinLegs));
        story.Hear(new Joined(story.Call.Assignment!.Talk));
        Assert.Equal(story.Now, story.The<CallAnswered>().AnsweredAt);
        Assert.Equal(story.Now, story.Call.Recording!.StartedAt);
        Assert.IsType<StartRecording>(story.Orders[^1]);
    }

    [Fact]
    public void It_is_made_while_the_phone_rings_and_for_no_number_that_does_not_want_it()
    {
        var story = new CallStory(announces: true).Assign();
        var made = Assert.Single(story.Orders.OfType<MakeIntroduction>());
        Assert.Equal((story.Call.Assignment!.Leg, story.Call.Assignment.AgentId), (made.Leg, made.AgentId));
        Assert.Empty(new CallStory().Assign().Orders.OfType<MakeIntroduction>());
    }

    [Fact]
    public void One_that_could_not_be_made_or_played_or_does_not_end_never_keeps_both_apart()
    {
        Assert.Single(Made(sound: null).PickUpOnly().Orders.OfType<JoinLegs>());

        var refused = Made(Sound).PickUpOnly();
        refused.Hear(new PromptFinished(refused.Call.PromptId!, Failed: true));
        Assert.Single(refused.Orders.OfType<JoinLegs>());

        var endless = Made(Sound).PickUpOnly().Expire();
        Assert.Equal(2, endless.Orders.OfType<StopPrompt>().Count());
        Assert.Single(endless.Orders.OfType<JoinLegs>());
        Assert.Equal(CallPhase.Connecting, endless.Call.Phase);
    }

    [Fact]
    public void Who_picks_up_at_the_last_moment_is_put_through_before_the_lease_of_Routing_is_over()
    {
        var story = Made(Sound);
        var until = story.Call.Assignment!.RingUntilAt;
        Assert.Equal(story.Now + TimeSpan.FromSeconds(8), Made(Sound).PickUpOnly().Call.DeadlineAt);
        story.After(until - story.Now - TimeSpan.FromMilliseconds(1)).PickUpOnly();
        Assert.Equal(until + TimeSpan.FromSeconds(3), story.Call.DeadlineAt);
    }

    [Fact]
    public void One_that_is_still_being_made_is_waited_for_half_a_second_at_most()
    {
        var late = new CallStory(announces: true).Assign().PickUpOnly();
        Assert.True(late.Music);
        Assert.Equal(TimeSpan.FromMilliseconds(500), late.Call.DeadlineAt - late.Now);
        late.Expire();
        Assert.Single(late.Orders.OfType<JoinLegs>());
        Assert.False(late.Music);
        late.Hear(new IntroductionMade(late.Call.Assignment!.Leg, Sound));
        Assert.Empty(late.Orders.OfType<Play>());

        var inTime = new CallStory(announces: true).Assign().PickUpOnly();
        inTime.Hear(new IntroductionMade(inTime.Call.Assignment!.Leg, Sound));
        Assert.Equal(Sound, inTime.Media);
        Assert.Empty(inTime.Orders.OfType<JoinLegs>());
    }

    [Fact]
    public void An_agent_who_hangs_up_in_the_middle_of_it_leaves_the_caller_waiting_with_music()
    {
        var story = Made(Sound).PickUpOnly().AgentHangsUp();
        Assert.Equal(CallPhase.Queued, story.Call.Phase);
        Assert.True(story.Music);
        Assert.Null(story.Call.PromptId);
        Assert.Equal(2, story.Orders.OfType<StopPrompt>().Count());
        Assert.Equal("no-answer", story.Declined());
    }

    [Fact]
    public void A_new_owner_cuts_what_the_old_one_played_and_puts_both_through()
    {
        var story = new CallStory(announces: true).Assign();
        story.Hear(new Adopted(AdoptedLeg.Up, IsJoined: false) { Sides = new Dictionary<string, bool>() });
        var first = CallIds.Prompt(story.Call.CallId, 1);
        Assert.Contains(new StopPrompt(first), story.Orders);
        Assert.Contains(new StopPrompt(CallIds.Prompt(story.Call.CallId, 2)), story.Orders);
        Assert.DoesNotContain(story.Orders, order => order is Play);
    }

    /// <summary>A call that rings its agent, with the sentence made.</summary>
    private static CallStory Made(string? sound)
    {
        var story = new CallStory(announces: true).Assign();
        return story.Hear(new IntroductionMade(story.Call.Assignment!.Leg, sound));
    }
}

file static class Picking
{
    public static CallStory PickUpOnly(this CallStory story) =>
        story.Hear(new AgentLegUp(story.Call.Assignment!.Leg));
}
