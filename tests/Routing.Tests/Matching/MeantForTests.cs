using CallCenter.Routing.Agents;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Matching;

/// <summary>Calls that wait for one agent beside others, and how many of these a trace names.</summary>
public sealed class MeantForTests
{
    private static readonly WaitingCall Meant = Call(100) with
    {
        PreferredAgentId = Id(1), PreferredAs = "owner", PreferredUntilAt = At(30),
    };

    private static readonly Agent Talking = Agent(1) with { Activity = AgentActivities.Talking };

    [Fact]
    public void Who_has_declined_the_call_just_now_is_not_waited_for()
    {
        var match = Assert.Single(MatchRules.Decide(
            State([Talking, Agent(2)], [Meant], declined: (100, 1)), Noon).Matches);

        Assert.Equal(Id(2), match.Agent.AgentId);
    }

    [Fact]
    public void A_call_that_waits_for_its_agent_says_so_with_the_first_of_those_who_could_take_it()
    {
        var state = State([Talking, Agent(2, 30), Agent(3, 20), Agent(4, 10)], [Meant]) with { NamedAgents = 2 };

        var trace = Assert.Single(MatchRules.Decide(state, Noon).PassedOver).Trace!;

        Assert.Equal("owner", trace.MeantAs);
        var removal = Assert.Single(trace.Removed, one => one.Reason == MatchRules.MeantForAnother);
        Assert.Equal(3, removal.Count);
        Assert.Equal([Id(2), Id(3)], removal.Agents);
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(90_000, 90)]
    public void A_caller_who_was_handed_to_an_agent_waits_for_that_one_whatever_the_queue_says(int plan, int until)
    {
        var queue = Queue() with { Plan = new QueuePlan { PreferredWaitMs = plan } };
        var fact = Facts.Queued() with
        {
            PreferredAgentId = Id(1), OwnerAgentId = Id(3), PreferredWaitMs = 60_000, EnteredAt = At(0),
        };
        var call = WaitingCall.Enter(null, fact, queue, 0, new KnownCaller(), null, TimeSpan.FromHours(2), Noon).Call!;
        Assert.Equal(
            (Id(1), "preferred", At(until)), (call.PreferredAgentId!.Value, call.PreferredAs, call.PreferredUntilAt));
        Assert.Empty(MatchRules.Decide(State([Talking, Agent(2)], [call], queue), Noon).Matches);
        Assert.Equal(
            Id(1), Assert.Single(MatchRules.Decide(State([Agent(1), Agent(2, 30)], [call], queue), Noon).Matches)
                .Agent.AgentId);
        Assert.Equal(
            Id(2), Assert.Single(MatchRules.Decide(State([Talking, Agent(2)], [call], queue), At(until)).Matches)
                .Agent.AgentId);
    }

    [Fact]
    public void A_hard_call_that_waits_for_its_agent_is_not_held_by_the_care_for_others()
    {
        var queue = Queue() with { Plan = new QueuePlan { Care = new CareForAgents() } };
        var state = State([Talking, Agent(2)], [Meant with { Hard = true }], queue) with
        {
            Loads = new Dictionary<Guid, AgentLoad> { [Id(2)] = new() { Value = 1, InARow = 9 } },
        };

        Assert.Equal(0, Assert.Single(MatchRules.Decide(state, Noon).PassedOver).AtCap);
    }

    [Fact]
    public void So_many_calls_are_explained_and_so_many_agents_named_as_the_state_says()
    {
        var state = State(
            [.. Enumerable.Range(1, 4).Select(number => Agent(number) with { PhoneOnline = false })],
            [Call(100, 9), Call(101, 8), Call(102, 7)]) with { NamedAgents = 3, ExplainedCalls = 2 };

        var traces = MatchRules.Decide(state, Noon).PassedOver.Select(one => one.Trace).ToList();

        Assert.Equal([true, true, false], traces.Select(trace => trace is not null));
        var removal = Assert.Single(traces[0]!.Removed);
        Assert.Equal((4, 3), (removal.Count, removal.Agents.Count));
    }
}
