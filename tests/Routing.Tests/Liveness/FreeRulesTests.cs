using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Liveness;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Liveness;

/// <summary>What a supervisor's hand does, and what a call beside an idle agent is taken for.</summary>
public sealed class FreeRulesTests
{
    private static Engagement Talking(int assignment = 500) => Reserved(assignment) with
    {
        Assignment = Reserved(assignment).Assignment with { State = AssignmentStates.Accepted, AnsweredAt = Noon },
        Call = Call(100) with { State = CallStates.Answered },
        Agent = Agent(1) with { Activity = AgentActivities.Talking, CallId = Id(100) },
    };

    private static Engagement WrappingUp(int assignment = 500) => Talking(assignment) with
    {
        Assignment = Talking(assignment).Assignment with { ReleasedAt = At(5), WrapUpUntilAt = At(35) },
        Agent = Agent(1) with { Activity = AgentActivities.WrapUp, CallId = Id(100) },
    };

    [Fact]
    public void An_agent_whom_nothing_holds_is_idle_at_their_place_and_an_idle_one_is_left_alone()
    {
        var busy = Agent(1) with { Activity = AgentActivities.Talking, CallId = Id(100) };

        var finding = FreeRules.Agent(busy, live: null, Noon)!;

        Assert.Equal((AgentActivities.Idle, busy.ReadyAt), (finding.Agent!.Activity, finding.Agent.ReadyAt));
        Assert.Null(FreeRules.Agent(Agent(1), live: null, Noon));
    }

    [Fact]
    public void What_holds_the_agent_is_ended_as_far_as_it_has_come_and_said_about_the_agent()
    {
        Engagement[] held = [Reserved(), Talking(), WrappingUp()];

        var findings = held.Select(live => FreeRules.Agent(live.Agent, live, At(10))!).ToList();

        Assert.Equal(["rescinded", "released", "wrapped-up"], findings.Select(one => one.Done));
        Assert.All(findings, one => Assert.IsType<AgentRepaired>(one.Says(At(10))[^1]));
        Assert.All(
            findings, one => Assert.Equal(AgentActivities.Idle, Assert.Single(one.Changed).Agent.Activity));
    }

    [Fact]
    public void Of_a_call_the_talk_is_ended_before_the_wrap_up_of_an_earlier_agent() => Assert.Equal(
        Id(501), FreeRules.Call(Talking().Call, [WrappingUp(), Talking(501)], At(10))!.AssignmentId);

    [Theory]
    [InlineData(CallStates.Waiting, "not-routable", CallStates.NotRoutable)]
    [InlineData(CallStates.Assigned, "returned-to-queue", CallStates.Waiting)]
    [InlineData(CallStates.Answered, "ended", CallStates.Ended)]
    [InlineData(CallStates.Served, "ended", CallStates.Ended)]
    public void A_call_with_nobody_goes_on_from_where_it_stands(string state, string done, string then)
    {
        var finding = FreeRules.Call(Call(100) with { State = state }, [], Noon)!;

        Assert.Equal((done, then), (finding.Done, finding.Call!.State));
    }

    [Fact]
    public void A_call_that_has_ended_and_holds_nobody_is_left_alone() =>
        Assert.Null(FreeRules.Call(Call(100) with { State = CallStates.Ended }, [], Noon));

    [Fact]
    public void A_call_beside_an_agent_is_an_incident_only_when_both_have_been_there_so_long()
    {
        int Found(double called, double ready) => ReconcileRules.Beside(
            MatchRules.Decide(State([Agent(1, ready)], [Call(100, called)]), Noon), At(-3)).Count;

        Assert.Equal((1, 0, 0), (Found(3, 3), Found(2.9, 3), Found(3, 2.9)));
    }

    [Fact]
    public void A_call_of_which_nothing_was_heard_since_exactly_then_has_ended_one_that_waits_has_not()
    {
        WaitingCall Of(string state) => Call(100) with { State = state, ChangedAt = Noon };

        Assert.Equal(
            FindingKinds.CallNeverEnded, ReconcileRules.OfCall(Of(CallStates.Served), [], Noon, At(1))!.Kind);
        Assert.Null(ReconcileRules.OfCall(Of(CallStates.Waiting), [], Noon, At(1)));
        Assert.Null(ReconcileRules.OfCall(Of(CallStates.Ended), [], Noon, At(1)));
        Assert.Null(ReconcileRules.OfCall(Of(CallStates.Served), [], At(-1), At(1)));
    }
}
