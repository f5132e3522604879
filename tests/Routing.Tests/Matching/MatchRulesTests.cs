using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Matching;

public sealed class MatchRulesTests
{
    private static (Guid Call, Guid Agent)[] Pairs(MatchState state) =>
        [.. MatchRules.Decide(state, Noon).Matches.Select(match => (match.Call.CallId, match.Agent.AgentId))];

    private static IEnumerable<KeyValuePair<string, int>> Reasons(PassedOver passed) =>
        passed.Trace!.Removed.Select(removal => KeyValuePair.Create(removal.Reason, removal.Count));

    [Fact]
    public void The_longest_idle_agent_gets_the_call()
    {
        var state = State(
            [Agent(1, idleSeconds: 5), Agent(2, idleSeconds: 50), Agent(3, idleSeconds: 20)], [Call(100)]);

        Assert.Equal([(Id(100), Id(2))], Pairs(state));
    }

    [Fact]
    public void The_call_that_waits_longest_is_served_first()
    {
        var state = State([Agent(1)], [Call(100, waitedSeconds: 3), Call(101, waitedSeconds: 30)]);

        Assert.Equal([(Id(101), Id(1))], Pairs(state));
    }

    [Fact]
    public void Priority_comes_before_place()
    {
        var state = State([Agent(1)], [Call(100, waitedSeconds: 300), Call(101, waitedSeconds: 1, priority: 5)]);

        Assert.Equal([(Id(101), Id(1))], Pairs(state));
    }

    [Fact]
    public void The_agent_has_every_skill_of_the_queue_and_of_the_call()
    {
        var state = State(
            [Agent(1, 90, "en"), Agent(2, 80, "billing"), Agent(3, 10, "billing", "en")],
            [Call(100, 5, 0, "billing")],
            Queue("en"));

        Assert.Equal([(Id(100), Id(3))], Pairs(state));
    }

    [Fact]
    public void A_call_nobody_can_take_does_not_hold_up_the_next()
    {
        var state = State([Agent(1, 10, "en")], [Call(100, 60, 0, "zh"), Call(101, 5, 0, "en")]);

        Assert.Equal([(Id(101), Id(1))], Pairs(state));
    }

    [Fact]
    public void The_deadline_is_the_ring_time_of_the_queue_from_now()
    {
        var match = Assert.Single(MatchRules.Decide(State([Agent(1)], [Call(100)]), Noon).Matches);

        Assert.Equal(At(20), match.RingUntilAt);
    }

    [Fact]
    public void An_agent_who_declined_a_call_is_passed_over_for_it_and_gets_another()
    {
        var state = State(
            [Agent(1)], [Call(100, waitedSeconds: 60), Call(101)], null, (100, 1));

        Assert.Equal([(Id(101), Id(1))], Pairs(state));
    }

    [Fact]
    public void Everyone_passed_over_has_a_reason()
    {
        var state = State(
            [
                Agent(1) with { Status = AgentStatuses.Break },
                Agent(2) with { Status = AgentStatuses.Offline },
                Agent(3) with { PhoneOnline = false },
                Agent(4) with { Activity = AgentActivities.Talking },
                Agent(5) with { UnreachableAt = At(-1) },
                Agent(6),
                Agent(7, 10, "zh"),
            ],
            [Call(100, 5, 0, "zh")],
            null,
            (100, 7));
        var passed = Assert.Single(MatchRules.Decide(state, Noon).PassedOver);

        Assert.Equal(
            new Dictionary<string, int>
            {
                ["not available"] = 2,
                ["phone offline"] = 1,
                ["busy"] = 1,
                ["unreachable until the phone registers"] = 1,
                ["lacks skill zh"] = 1,
                ["declined this call just now"] = 1,
            }.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            Reasons(passed));
    }

    [Fact]
    public void An_agent_who_got_another_call_is_a_reason_too()
    {
        var state = State([Agent(1)], [Call(100, waitedSeconds: 60), Call(101)]);
        var passed = Assert.Single(MatchRules.Decide(state, Noon).PassedOver);

        Assert.Equal("got another call", Assert.Single(Reasons(passed)).Key);
    }

    [Fact]
    public void An_unreachable_phone_is_offered_calls_again_once_it_has_registered()
    {
        var lost = Agent(1) with { UnreachableAt = At(-10) };

        Assert.Empty(Pairs(State([lost], [Call(100)])));
        Assert.Single(Pairs(State([lost.HearPhone(online: true, At(-5))], [Call(100)])));
    }
}
