using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Liveness;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Liveness;

/// <summary>What fits and what does not, one state at a time.</summary>
public sealed class ReconcileRulesTests
{
    [Theory]
    [InlineData(AgentActivities.Reserved)]
    [InlineData(AgentActivities.Ringing)]
    public void A_reserved_agent_may_be_rung_already(string activity) =>
        Assert.Null(OfAgent(Agent(1) with { Activity = activity, CallId = Id(100) }));

    [Fact]
    public void An_agent_with_another_call_than_that_of_their_assignment_gets_it_back()
    {
        var finding = OfAgent(Agent(1) with { Activity = AgentActivities.Reserved, CallId = Id(999) })!;

        Assert.Equal(FindingKinds.ActivityContradictsAssignment, finding.Kind);
        Assert.Equal(Id(100), Assert.Single(finding.Changed).Agent.CallId);
    }

    [Fact]
    public void An_agent_whom_nothing_holds_is_idle_at_the_place_they_had()
    {
        var busy = Agent(1) with { Activity = AgentActivities.Ringing, CallId = Id(100) };

        var freed = ReconcileRules.OfAgent(busy, alone: null, [], Noon)!.Agent!;

        Assert.Equal((AgentActivities.Idle, busy.ReadyAt), (freed.Activity, freed.ReadyAt));
    }

    [Theory]
    [InlineData(CallStates.Waiting, FindingKinds.CallContradictsAssignment, "call-corrected")]
    [InlineData(CallStates.Ended, FindingKinds.AssignmentOfEndedCall, "rescinded")]
    [InlineData(CallStates.Gone, FindingKinds.CallContradictsAssignment, "rescinded")]
    public void A_reservation_fits_a_call_that_is_assigned(string state, string kind, string done)
    {
        var finding = OfCall(state, [Reserved() with { Call = Call(100) with { State = state } }])!;

        Assert.Equal((kind, done), (finding.Kind, finding.Done));
        Assert.Null(OfCall(CallStates.Assigned, [Reserved()]));
    }

    [Fact]
    public void An_assigned_call_without_an_assignment_waits_again()
    {
        var finding = OfCall(CallStates.Assigned, [])!;

        Assert.Equal(
            (FindingKinds.AssignedWithoutAssignment, CallStates.Waiting), (finding.Kind, finding.Call!.State));
    }

    private static Finding? OfAgent(Agent agent) => ReconcileRules.OfAgent(
        agent, Reserved() with { Agent = agent }, [Reserved().Assignment], Noon);

    private static Finding? OfCall(string state, IReadOnlyList<Engagement> live) =>
        ReconcileRules.OfCall(Call(100) with { State = state }, live, Noon.AddHours(-12), Noon);
}
