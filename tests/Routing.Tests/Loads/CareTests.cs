using CallCenter.Routing.Agents;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Loads;

/// <summary>A queue that holds a hard call for at most ten seconds, from agents who had two in a row.</summary>
public sealed class CareTests
{
    private static readonly QueuePlan _care = new() { Care = new CareForAgents() };

    private static WaitingCall Hard(int number, double waited = 5) => Call(number, waited) with { Hard = true };

    private static MatchDecision Decide(
        Agent[] agents, WaitingCall[] calls, params (int Agent, double Load, int Row)[] loads) =>
        MatchRules.Decide(With(State(agents, calls, Queue() with { Plan = _care }), loads), Noon);

    private static MatchState With(MatchState state, params (int Agent, double Load, int Row)[] loads) => state with
    {
        NamedAgents = 5,
        Loads = loads.ToDictionary(
            one => Id(one.Agent), one => new AgentLoad { Value = one.Load, InARow = one.Row }),
    };

    private static Guid? Winner(MatchDecision decision) => decision.Matches.SingleOrDefault()?.Agent.AgentId;

    [Fact]
    public void A_hard_call_goes_to_the_lowest_load_and_of_equals_by_the_policy() => Assert.Equal(
        Id(3), Winner(Decide([Agent(1, 90), Agent(2, 20), Agent(3, 30)], [Hard(100)], (1, 2, 0))));

    [Fact]
    public void An_ordinary_call_goes_by_the_policy_whatever_the_loads_are() => Assert.Equal(
        Id(1), Winner(Decide([Agent(1, 90), Agent(2, 20)], [Call(100)], (1, 9, 9))));

    [Fact]
    public void Who_had_enough_in_a_row_is_passed_over_by_number_and_not_by_name()
    {
        var decision = Decide([Agent(1, 90), Agent(2, 20)], [Hard(100), Hard(101, 4)], (1, 0, 2), (2, 5, 1));

        Assert.Equal(Id(2), Winner(decision));
        var held = Assert.Single(decision.PassedOver);
        Assert.Equal(1, held.AtCap);
        var removal = Assert.Single(held.Trace!.Removed, one => one.Reason == "had 2 hard calls in a row");
        Assert.Equal((1, 0), (removal.Count, removal.Agents.Count));
        Assert.True(decision.Matches[0].Trace!.Hard);
    }

    [Fact]
    public void A_call_that_has_waited_long_enough_goes_to_any_able_agent_the_lowest_load_first()
    {
        Assert.Null(Winner(Decide([Agent(1)], [Hard(100, 9.999)], (1, 3, 2))));
        Assert.Equal(Id(2), Winner(Decide([Agent(1, 90), Agent(2)], [Hard(100, 10)], (1, 3, 2), (2, 1, 5))));
    }

    [Fact]
    public void A_call_is_not_kept_for_the_agent_it_is_meant_for_when_they_had_enough_or_take_a_pause()
    {
        var meant = Hard(100) with { PreferredAgentId = Id(1), PreferredAs = "last", PreferredUntilAt = At(30) };
        Agent[] agents = [Agent(1, 90), Agent(2)];

        Assert.Equal(Id(1), Winner(Decide(agents, [meant], (1, 9, 1))));
        Assert.Equal(Id(2), Winner(Decide(agents, [meant], (1, 9, 2))));
        var paused = State(agents, [meant]) with { Paused = new HashSet<Guid> { Id(1) } };
        Assert.Equal(Id(2), Winner(MatchRules.Decide(paused, Noon)));
    }

    [Fact]
    public void Who_takes_a_pause_is_offered_no_call_at_all_and_not_named()
    {
        var state = State([Agent(1)], [Call(100)]) with { NamedAgents = 5, Paused = new HashSet<Guid> { Id(1) } };

        var passed = Assert.Single(MatchRules.Decide(state, Noon).PassedOver);

        var removal = Assert.Single(passed.Trace!.Removed);
        Assert.Equal(("cooling down", 1, 0), (removal.Reason, removal.Count, removal.Agents.Count));
    }

    [Fact]
    public void The_loads_are_looked_up_only_while_a_hard_call_waits_where_they_are_spread()
    {
        Assert.Empty(State([Agent(1)], [Hard(100)]).Spared);
        Assert.Empty(State([Agent(1)], [Call(100)], Queue() with { Plan = _care }).Spared);
        Assert.Equal([Id(1)], State([Agent(1)], [Hard(100)], Queue() with { Plan = _care }).Spared);
    }
}
