using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Matching;

/// <summary>What a plan does to the choice: policies, levels, steps, kept classes, agents who are meant.</summary>
public sealed class PlanTests
{
    private static Guid? Winner(QueuePlan plan, WaitingCall call, params Agent[] agents) =>
        MatchRules.Decide(State(agents, [call], Queue("en") with { Plan = plan }), Noon)
            .Matches.SingleOrDefault()?.Agent.AgentId;

    private static Agent Speaker(int number, short level, double idle = 10) =>
        Agent(number, idle, "en") with { Levels = [level] };

    private static QueuePlan By(string policy) => new() { Policy = policy };

    [Fact]
    public void Best_skill_takes_the_highest_level_and_of_equals_the_longest_idle() => Assert.Equal(
        Id(3), Winner(By("best-skill"), Call(100), Speaker(1, 2, 99), Speaker(2, 4, 10), Speaker(3, 4, 20)));

    [Fact]
    public void Fewest_calls_takes_who_has_answered_least_since_coming_to_work() => Assert.Equal(
        Id(2),
        Winner(
            By("fewest-calls"), Call(100), Speaker(1, 3, 99) with { CallsServed = 3 },
            Speaker(2, 3) with { CallsServed = 1 }));

    [Fact]
    public void The_round_goes_to_who_was_reserved_longest_ago() => Assert.Equal(
        Id(2),
        Winner(
            By("round-robin"), Call(100), Speaker(1, 3, 500) with { AssignedAt = At(-60) },
            Speaker(2, 3, 5) with { AssignedAt = At(-300) }));

    [Theory]
    [InlineData(1, 0, 0, 1)]
    [InlineData(0, 1, 0, 2)]
    [InlineData(0, 0, 1, 3)]
    public void Weights_say_what_counts(double idle, double skill, double calls, int winner) => Assert.Equal(
        Id(winner),
        Winner(
            new QueuePlan { Policy = "weighted", Weights = new() { Idle = idle, Skill = skill, Calls = calls } },
            Call(100),
            Speaker(1, 2, idle: 300) with { CallsServed = 9 },
            Speaker(2, 5, idle: 20) with { CallsServed = 9 },
            Speaker(3, 2, idle: 10) with { CallsServed = 1 }));

    [Fact]
    public void Chance_is_the_same_again_for_the_same_call_and_spreads_over_calls()
    {
        Agent[] agents = [.. Enumerable.Range(1, 4).Select(n => Speaker(n, 3))];
        var winners = Enumerable.Range(100, 400).Select(n => Winner(By("random"), Call(n), agents)).ToList();

        Assert.Equal(winners[0], Winner(By("random"), Call(100), agents));
        Assert.All(winners.CountBy(one => one!.Value), pair => Assert.InRange(pair.Value, 60, 140));
    }

    [Fact]
    public void A_level_below_the_wanted_one_is_not_enough_until_a_step_lowers_it()
    {
        var plan = new QueuePlan
        {
            Levels = new Dictionary<string, int> { ["en"] = 4 },
            Steps = [new RoutingStep { AfterMs = 30_000, Lower = new Dictionary<string, int> { ["en"] = 2 } }],
        };

        Assert.Null(Winner(plan, Call(100, 29), Speaker(1, 3)));
        Assert.Equal(Id(1), Winner(plan, Call(100, 30), Speaker(1, 3)));
        Assert.Null(Winner(plan, Call(100, 30), Speaker(1, 1)));
    }

    [Fact]
    public void A_step_may_drop_a_skill_and_add_a_team()
    {
        var plan = new QueuePlan
        {
            Teams = ["a"],
            Steps =
            [
                new RoutingStep { AfterMs = 10_000, Drop = ["gold"] },
                new RoutingStep { AfterMs = 20_000, AddTeams = ["b"] },
            ],
        };
        var near = Speaker(1, 3) with { Team = "a" };
        var far = Speaker(2, 3) with { Team = "b" };

        Assert.Null(Winner(plan, Call(100, 9, 0, "gold"), near, far));
        Assert.Equal(Id(1), Winner(plan, Call(100, 10, 0, "gold"), near, far));
        Assert.Null(Winner(plan, Call(100, 19, 0, "gold"), far));
        Assert.Equal(Id(2), Winner(plan, Call(100, 20, 0, "gold"), far));
    }

    [Fact]
    public void A_step_and_a_surge_may_add_a_site()
    {
        var plan = new QueuePlan
        {
            Sites = ["york"],
            Steps = [new RoutingStep { AfterMs = 20_000, AddSites = ["leeds"] }],
            Surge = new Surge { AddSites = ["hull"] },
        };
        var far = Speaker(2, 3) with { Site = "leeds" };

        Assert.Null(Winner(plan, Call(100, 19), far));
        Assert.Equal(Id(2), Winner(plan, Call(100, 20), far));
        Assert.Null(Winner(plan, Call(100, 20), Speaker(3, 3), Speaker(4, 3) with { Site = "hull" }));
        Assert.Equal(Id(4), Winner(plan.Surge.ApplyTo(plan), Call(100, 20), Speaker(4, 3) with { Site = "hull" }));
        // A queue that all sites serve is not narrowed by it.
        Assert.Empty(plan.Surge.ApplyTo(QueuePlan.Default).Sites);
    }

    [Fact]
    public void The_language_of_the_call_is_spoken_where_the_plan_says_so()
    {
        var call = Call(100) with { Language = "zh-CN" };
        var speaker = Speaker(1, 3) with { Languages = ["zh"] };

        Assert.Equal(Id(1), Winner(new QueuePlan { MatchLanguage = true }, call, Speaker(2, 3, 99), speaker));
        Assert.Equal(Id(2), Winner(QueuePlan.Default, call, Speaker(2, 3, 99), speaker));
    }

    [Fact]
    public void A_class_of_callers_is_kept_for_its_agents_for_a_time()
    {
        var plan = new QueuePlan
        {
            KeptClasses = [new KeptClass { Class = "high", Sites = ["onshore"], WaitMs = 60_000 }],
        };
        var high = Call(100, 59) with { CustomerClass = "high" };
        var here = Speaker(1, 3) with { Site = "onshore" };

        Assert.Null(Winner(plan, high, Speaker(2, 3, 99)));
        Assert.Equal(Id(1), Winner(plan, high, Speaker(2, 3, 99), here));
        Assert.Equal(Id(2), Winner(plan, high with { QueuedAt = At(-60) }, Speaker(2, 3, 99), here));
        Assert.Equal(Id(2), Winner(plan, high with { CustomerClass = "standard" }, Speaker(2, 3, 99), here));
    }

    private static WaitingCall MeantFor(int agent, double waits = 30) => Call(100) with
    {
        PreferredAgentId = Id(agent), PreferredAs = "last", PreferredUntilAt = At(waits),
    };

    [Fact]
    public void The_agent_a_call_is_meant_for_comes_before_the_policy() =>
        Assert.Equal(Id(1), Winner(QueuePlan.Default, MeantFor(1), Speaker(1, 3, 1), Speaker(2, 3, 99)));

    [Fact]
    public void A_call_waits_for_who_it_is_meant_for_while_they_talk_and_no_longer()
    {
        var talking = Speaker(1, 3) with { Activity = AgentActivities.Talking };

        Assert.Null(Winner(QueuePlan.Default, MeantFor(1), talking, Speaker(2, 3)));
        Assert.Equal(Id(2), Winner(QueuePlan.Default, MeantFor(1, waits: 0), talking, Speaker(2, 3)));
    }

    [Theory]
    [InlineData("break", true, "en")]
    [InlineData("offline", true, "en")]
    [InlineData("available", false, "en")]
    [InlineData("available", true, "fr")]
    public void A_call_never_waits_for_who_is_off_or_cannot_take_it(string status, bool phone, string skill)
    {
        var off = Agent(1, 10, skill) with
        {
            Status = status, PhoneOnline = phone, Activity = AgentActivities.Talking,
        };

        Assert.Equal(Id(2), Winner(QueuePlan.Default, MeantFor(1), off, Speaker(2, 3)));
    }

    [Fact]
    public void A_trace_tells_the_candidates_with_their_scores_and_why_the_others_were_removed()
    {
        var state = State(
            [Speaker(1, 2, 50), Speaker(2, 4, 40), Speaker(3, 4, 30), Agent(4), Speaker(5, 5), Speaker(6, 5)],
            [Call(100, 60), Call(101, 5)],
            Queue("en") with { Plan = new QueuePlan { Policy = "best-skill", Acceleration = 1 } },
            (101, 6)) with { NamedAgents = 2 };

        var trace = MatchRules.Decide(state, Noon).Matches.Single(match => match.Call.CallId == Id(101)).Trace!;

        Assert.Equal((5.0 / 60, "best-skill", 3), (trace.CallScore, trace.Policy, trace.CandidateCount));
        Assert.Equal([(Id(2), 4.0), (Id(3), 4.0)], trace.Candidates.Select(one => (one.AgentId, one.Score)));
        Assert.Equal(
            [("declined this call just now", Id(6)), ("got another call", Id(5)), ("lacks skill en", Id(4))],
            trace.Removed.Select(one => (one.Reason, Assert.Single(one.Agents))));
    }
}
