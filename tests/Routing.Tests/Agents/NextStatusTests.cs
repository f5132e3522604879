using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Agents;

/// <summary>What is chosen while work is in hand.</summary>
public sealed class NextStatusTests
{
    private static Agent Busy(string activity) => Agent(1) with { Activity = activity, CallId = Id(100) };

    [Theory]
    [InlineData("reserved")]
    [InlineData("ringing")]
    [InlineData("talking")]
    [InlineData("wrap-up")]
    public void To_leave_during_a_call_is_kept_until_its_work_is_done(string activity)
    {
        var change = Busy(activity).Choose("break", "lunch", At(1));

        Assert.Equal(("available", "break", "lunch"),
            (change.Agent.Status, change.Agent.NextStatus, change.Agent.NextBreakName));
        var said = Assert.IsType<AgentActivityChanged>(Assert.Single(change.Events));
        Assert.Equal((activity, "available", "break", "lunch"),
            (said.Activity, said.Status, said.NextStatus, said.NextBreakName));

        var freed = change.Agent.Free(At(9), keepsPlace: false);
        Assert.Equal(("break", "lunch", null, null),
            (freed.Agent.Status, freed.Agent.BreakName, freed.Agent.NextStatus, freed.Agent.NextBreakName));
        var end = Assert.IsType<AgentActivityChanged>(Assert.Single(freed.Events));
        Assert.Equal(("idle", "break", "lunch", null), (end.Activity, end.Status, end.BreakName, end.NextStatus));
    }

    [Fact]
    public void Choosing_again_replaces_it_and_available_takes_it_back()
    {
        var leaving = Busy("talking").Choose("break", "lunch", At(1)).Agent;
        var offline = leaving.Choose("offline", breakName: null, At(2)).Agent;
        var stays = offline.Choose("available", breakName: null, At(3)).Agent;

        Assert.Equal(("offline", null), (offline.NextStatus, offline.NextBreakName));
        Assert.Equal(("available", null), (stays.Status, stays.NextStatus));
        Assert.Equal("available", stays.Free(At(9), keepsPlace: false).Agent.Status);
    }

    [Fact]
    public void A_call_that_is_not_answered_ends_the_work_too()
    {
        var reserved = Reserved();
        var leaving = reserved with { Agent = reserved.Agent.Choose("offline", breakName: null, At(1)).Agent };
        var declined = AssignmentRules.Decline(leaving, "no-answer", missedRings: 2, At(20)).Changed[0].Agent;

        Assert.Equal(("offline", "idle"), (declined.Status, declined.Activity));
    }

    [Fact]
    public void Becoming_available_holds_at_once_even_during_a_call()
    {
        var change = (Busy("talking") with { Status = AgentStatuses.Break, BreakName = "rest" })
            .Choose("available", breakName: null, At(1));

        Assert.Equal(("available", null, null),
            (change.Agent.Status, change.Agent.BreakName, change.Agent.NextStatus));
    }

    [Fact]
    public void Another_break_is_another_choice_and_is_said()
    {
        var change = (Agent(1) with { Status = AgentStatuses.Break, BreakName = "rest" })
            .Choose("break", "lunch", At(1));

        Assert.Equal("lunch", Assert.IsType<AgentActivityChanged>(Assert.Single(change.Events)).BreakName);
    }

    [Fact]
    public void Who_is_about_to_leave_is_not_waited_for_and_gets_no_more_chats()
    {
        var busy = Busy("talking");
        var chatting = Agent(1).Hold(Channels.Chat, Noon).Agent;

        Assert.True(MatchRules.AtWork(busy));
        Assert.False(MatchRules.AtWork(busy.Choose("break", breakName: null, At(1)).Agent));
        Assert.Null(MatchRules.WhyNotReady(chatting));
        Assert.Equal(
            MatchRules.Leaving, MatchRules.WhyNotReady(chatting.Choose("break", breakName: null, At(1)).Agent));
    }

    [Fact]
    public void With_chats_in_hand_the_next_status_waits_for_the_last_of_them()
    {
        var leaving = Agent(1).Hold(Channels.Chat, Noon).Agent.Hold(Channels.Chat, Noon).Agent
            .Choose("break", breakName: null, At(1)).Agent;
        var one = leaving.Drop(Channels.Chat, At(2)).Agent;
        var none = one.Drop(Channels.Chat, At(3));

        Assert.Equal(("available", "break"), (one.Status, none.Agent.Status));
        Assert.Equal("break", Assert.IsType<AgentActivityChanged>(Assert.Single(none.Events)).Status);
    }

    [Fact]
    public void A_removed_agent_leaves_at_once_and_comes_back_without_a_choice()
    {
        var removed = Busy("talking").Choose("break", "lunch", At(1)).Agent.Remove(At(2)).Agent;
        var back = Routing.Agents.Agent.Add(removed, Id(1), new AgentProfile { Number = "1", Name = "A" }, At(3)).Agent;

        Assert.Equal(("offline", null), (removed.Status, removed.NextStatus));
        Assert.Equal(("offline", null), (back.Status, back.NextStatus));
    }

    [Fact]
    public void The_release_of_a_talk_alone_changes_no_status()
    {
        var answered = AssignmentRules.Answer(Reserved(), [], At(4)).Changed[0];
        var leaving = answered with { Agent = answered.Agent.Choose("break", breakName: null, At(5)).Agent };
        var released = AssignmentRules.Release(leaving, WrapUpPlan.Optional(TimeSpan.FromSeconds(30)), At(60));

        Assert.Equal(("available", "break"), (released.Changed[0].Agent.Status, released.Changed[0].Agent.NextStatus));
    }
}
