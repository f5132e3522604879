using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Agents;

/// <summary>Rings that the agent lets pass, one after the other.</summary>
public sealed class NotRespondingTests
{
    private static Outcome Decline(Agent before, string reason, int missedRings = 2) =>
        AssignmentRules.Decline(RingingFor(before), reason, missedRings, At(20));

    private static Outcome Expire(Agent before) =>
        AssignmentRules.End(RingingFor(before), WrapUpPlan.None, missedRings: 2, At(25));

    private static Engagement RingingFor(Agent before) =>
        Reserved() with { Agent = before.Take(AgentActivities.Reserved, Id(100), Noon).Agent };

    private static Agent Of(Outcome outcome) => Assert.Single(outcome.Changed).Agent;

    private static Agent Marked() => Of(Decline(Of(Decline(Agent(1), "no-answer")), "no-answer"));

    [Fact]
    public void Two_missed_rings_in_a_row_mark_the_agent_and_leave_the_status_alone()
    {
        var once = Of(Decline(Agent(1), "no-answer"));
        var outcome = Decline(once, "no-answer");

        Assert.Null(MatchRules.WhyNotReady(once));
        var twice = Of(outcome);
        Assert.Equal(MatchRules.NotResponding, MatchRules.WhyNotReady(twice));
        Assert.Equal(
            (AgentStatuses.Available, "no-answer", At(20)),
            (twice.Status, twice.NotRespondingReason, twice.NotRespondingAt));
        var said = Assert.IsType<AgentActivityChanged>(Assert.Single(outcome.Events));
        Assert.Equal(("idle", "available", "no-answer"), (said.Activity, said.Status, said.NotRespondingReason));
    }

    [Fact]
    public void A_lease_that_ends_unheard_counts_as_well()
    {
        var twice = Of(Expire(Of(Decline(Agent(1), "no-answer"))));

        Assert.Equal("expired", twice.NotRespondingReason);
    }

    [Theory]
    [InlineData("rejected")]
    [InlineData("busy")]
    [InlineData("unreachable")]
    [InlineData("failed")]
    [InlineData("late")]
    [InlineData("caller-gone")]
    public void What_is_no_missed_ring_neither_counts_nor_begins_anew(string reason)
    {
        var once = Of(Decline(Agent(1), "no-answer"));

        Assert.Equal(1, Of(Decline(once, reason)).MissedRings);
    }

    [Fact]
    public void A_reservation_that_is_taken_back_is_no_missed_ring()
    {
        var once = Of(Decline(Agent(1), "no-answer"));

        Assert.Equal(1, Of(AssignmentRules.CallEnded(RingingFor(once), TimeSpan.Zero, At(2))).MissedRings);
    }

    [Fact]
    public void An_answer_begins_anew_and_takes_the_mark_away()
    {
        var once = Of(Decline(Agent(1), "no-answer"));
        var answered = AssignmentRules.Answer(RingingFor(once), [], At(4)).Changed[0].Agent;
        var late = AssignmentRules.Answer(Expire(once).Changed[0], [], At(19));

        Assert.Equal(0, answered.MissedRings);
        Assert.Null(late.Changed[0].Agent.NotRespondingAt);
        Assert.Null(Assert.IsType<AgentActivityChanged>(Assert.Single(late.Events)).NotRespondingReason);
    }

    [Fact]
    public void Zero_marks_nobody()
    {
        var agent = Agent(1);
        for (var i = 0; i < 5; i++)
        {
            agent = Of(Decline(agent, "no-answer", missedRings: 0));
        }

        Assert.Null(MatchRules.WhyNotReady(agent));
    }

    [Fact]
    public void The_agent_returns_last_in_line_and_it_is_said_once()
    {
        var change = Marked().Return(At(50));

        Assert.Null(MatchRules.WhyNotReady(change.Agent));
        Assert.Equal((At(50), 0), (change.Agent.ReadyAt, change.Agent.MissedRings));
        Assert.Null(Assert.IsType<AgentActivityChanged>(Assert.Single(change.Events)).NotRespondingReason);
        Assert.Empty(change.Agent.Return(At(60)).Events);
        Assert.Equal(At(50), change.Agent.Return(At(60)).Agent.ReadyAt);
    }

    [Theory]
    [InlineData("available")]
    [InlineData("break")]
    public void Choosing_any_status_is_a_sign_of_life(string status)
    {
        var chosen = Marked().Choose(status, breakName: null, At(50)).Agent;

        Assert.Equal((status, null, 0), (chosen.Status, chosen.NotRespondingReason, chosen.MissedRings));
    }

    [Fact]
    public void Nobody_waits_for_an_agent_who_does_not_respond() => Assert.False(MatchRules.AtWork(Marked()));
}
