using CallCenter.Routing.Agents;
using CallCenter.Routing.Callbacks;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Callbacks;

/// <summary>When a callback has its turn.</summary>
public sealed class TurnRulesTests
{
    private static readonly TimeSpan DialTime = TimeSpan.FromSeconds(25);
    private static readonly string[] SkillWords = ["en", "zh"];

    private static readonly Gen<string[]> Skills = Gen.SubListOf(SkillWords).Select(list => list.ToArray());

    private static readonly Gen<Agent> Agents =
        from number in Gen.Choose(1, 12)
        from activity in Gen.Elements("idle", "idle", "wrap-up", "wrap-up", "talking")
        from online in Gen.Elements(true, true, true, false)
        from skills in Skills
        select Agent(number, number, skills) with { Activity = activity, PhoneOnline = online };

    private static readonly Gen<Callback> Callbacks =
        from number in Gen.Choose(700, 715)
        from state in Gen.Elements("waiting", "waiting", "waiting", "dialling", "answered")
        from waited in Gen.Choose(0, 60)
        from priority in Gen.Choose(0, 2)
        from skills in Skills
        select Of(number, waited, priority, skills) with { State = state };

    private static readonly Gen<WaitingCall> Calls =
        from number in Gen.Choose(100, 110)
        from waited in Gen.Choose(0, 60)
        from priority in Gen.Choose(0, 2)
        from skills in Skills
        select Call(number, waited, priority, skills);

    private static readonly Arbitrary<(MatchState State, CallbackScene Scene)> Scenes = Arb.From(
        from agents in Gen.ListOf(Agents)
        from calls in Gen.ListOf(Calls)
        from callbacks in Gen.ListOf(Callbacks)
        let distinct = agents.DistinctBy(agent => agent.AgentId).ToList()
        select (
            State([.. distinct], [.. calls.DistinctBy(call => call.CallId)]),
            new CallbackScene(
                [.. callbacks.DistinctBy(callback => callback.CallbackId)],
                [.. distinct.Where(agent => agent.Activity == AgentActivities.WrapUp)])));

    [Fact]
    public void No_more_customers_are_dialled_than_agents_are_expected_free() => Holds((state, scene, turns) =>
    {
        var expected = Expected(state, scene).ToList();
        return turns.Dials.Count <= expected.Count && turns.Dials.All(dialled =>
            turns.Dials.Concat(scene.Callbacks.Where(one => one.Outstanding))
                .Count(one => one.Skills.SequenceEqual(dialled.Skills))
            <= expected.Count(agent => Able(agent, dialled.AtItsPlace())));
    });

    [Fact]
    public void Nobody_is_dialled_without_an_agent_beyond_those_for_the_calls_that_come_before() =>
        Holds((state, scene, turns) => turns.Dials.All(dialled =>
        {
            // Everybody before who wants what this one wants could come to the same agents.
            var able = Expected(state, scene).Count(agent => Able(agent, dialled.AtItsPlace()));
            var before = state.Calls.Count(call => Before(call, dialled) && Wants(call, dialled))
                + scene.Callbacks.Count(other => other.Outstanding && other.Skills.SequenceEqual(dialled.Skills))
                + turns.Dials.Count(other => other != dialled && other.Skills.SequenceEqual(dialled.Skills)
                    && Before(other.AtItsPlace(), dialled));
            return before < able;
        }));

    [Fact]
    public void Only_idle_agents_are_kept_and_no_more_than_customers_are_dialled() => Holds((state, scene, turns) =>
        turns.KeptAgents.All(id => state.Agents.Any(
            agent => agent.AgentId == id && MatchRules.WhyNotReady(agent) is null))
        && turns.KeptAgents.Count <= turns.Dials.Count + scene.Callbacks.Count(one => one.Outstanding));

    [Fact]
    public void Of_two_callbacks_alike_the_one_that_comes_first_is_dialled_first() => Holds((_, scene, turns) =>
        turns.Dials.All(dialled => scene.Callbacks.All(other =>
            other.State != CallbackStates.Waiting || !other.Skills.SequenceEqual(dialled.Skills)
            || !Before(other.AtItsPlace(), dialled) || turns.Dials.Contains(other))));

    [Fact]
    public void A_call_that_has_waited_longer_has_the_only_agent()
    {
        var turns = Decide([Agent(1)], [Call(100, waitedSeconds: 90)], Of(700, waited: 60));

        Assert.Empty(turns.Dials);
        Assert.Empty(turns.KeptAgents);
    }

    [Fact]
    public void A_callback_that_has_waited_longer_is_dialled_and_the_agent_is_kept_from_the_call()
    {
        var state = State([Agent(1)], [Call(100, waitedSeconds: 30)]);

        var turns = TurnRules.Decide(state, new CallbackScene([Of(700, waited: 60)], []), DialTime, Noon);

        Assert.Equal(Id(700), Assert.Single(turns.Dials).CallbackId);
        Assert.Empty(MatchRules.Decide(state with { KeptAgents = turns.KeptAgents }, Noon).Matches);
        Assert.Single(MatchRules.Decide(state, Noon).Matches);
    }

    [Fact]
    public void An_agent_in_a_wrap_up_that_ends_in_time_is_expected()
    {
        var wrapping = Agent(1) with { Activity = AgentActivities.WrapUp };

        Assert.Single(TurnRules.Decide(
            State([wrapping], []), new CallbackScene([Of(700)], [wrapping]), DialTime, Noon).Dials);
        Assert.Empty(TurnRules.Decide(State([wrapping], []), new CallbackScene([Of(700)], []), DialTime, Noon).Dials);
    }

    [Fact]
    public void Agents_whom_a_surge_adds_are_expected_while_it_is_on()
    {
        var queue = Queue() with
        {
            Plan = new QueuePlan { Teams = ["own"], Surge = new Surge { AddTeams = ["help"] } },
        };
        var helper = Agent(1) with { Team = "help" };

        Assert.Empty(Dials(queue));
        Assert.Single(Dials(queue with { SurgeUntilAt = At(1) }));

        IReadOnlyList<Callback> Dials(Queue of) =>
            TurnRules.Decide(State([helper], [], of), new CallbackScene([Of(700)], []), DialTime, Noon).Dials;
    }

    [Fact]
    public void A_customer_who_is_dialled_already_has_the_only_agent() => Assert.Empty(Decide(
        [Agent(1)], [], Of(700) with { State = CallbackStates.Dialling }, Of(701)).Dials);

    [Fact]
    public void Nobody_is_dialled_outside_their_window_before_their_pause_is_over_or_when_the_queue_is_closed()
    {
        Assert.Empty(Decide([Agent(1)], [], Of(700) with { NotBeforeAt = At(1) }).Dials);
        Assert.Empty(Decide([Agent(1)], [], Of(700) with { NotAfterAt = At(24) }).Dials);
        Assert.Empty(Decide([Agent(1)], [], Of(700) with { NextAttemptAt = At(1) }).Dials);
        Assert.Single(Decide([Agent(1)], [], Of(700) with { NotBeforeAt = At(0), NotAfterAt = At(25) }).Dials);
        Assert.Empty(TurnRules.Decide(
            State([Agent(1)], [], Queue() with { Open = false }), new CallbackScene([Of(700)], []), DialTime, Noon)
            .Dials);
    }

    [Fact]
    public void The_customer_of_the_earliest_place_is_kept_the_agent_who_has_been_idle_longest()
    {
        Agent[] agents = [Agent(1, 50, "en"), Agent(2, 10)];
        var (early, late) = (
            Of(700, waited: 90) with { State = CallbackStates.Dialling },
            Of(701, 30, 0, "en") with { State = CallbackStates.Dialling });

        Assert.Equal([Id(1)], Decide(agents, [], early).KeptAgents);
        // The later one wants a skill of the agent who is kept already.
        Assert.Equal([Id(1)], Decide(agents, [], late, early).KeptAgents);
    }

    [Fact]
    public void An_agent_who_was_to_come_free_and_is_idle_already_counts_once()
    {
        var scene = new CallbackScene([Of(700), Of(701)], [Agent(1)]);

        Assert.Single(TurnRules.Decide(State([Agent(1)], []), scene, DialTime, Noon).Dials);
    }

    internal static Callback Of(int number, double waited = 60, int priority = 0, params string[] skills) => new()
    {
        CallbackId = Id(number),
        QueueId = Sales,
        CallerRef = $"k1:{number}",
        Language = "en",
        Skills = skills,
        Priority = priority,
        QueuedAt = At(-waited),
        RequestedAt = At(-waited / 2),
        NextAttemptAt = At(-waited / 2),
        State = CallbackStates.Waiting,
        ChangedAt = At(-waited / 2),
    };

    private static Turns Decide(Agent[] agents, WaitingCall[] calls, params Callback[] callbacks) =>
        TurnRules.Decide(State(agents, calls), new CallbackScene(callbacks, []), DialTime, Noon);

    private static IEnumerable<Agent> Expected(MatchState state, CallbackScene scene) =>
        state.Agents.Where(agent => MatchRules.WhyNotReady(agent) is null)
            .Concat(scene.SoonFree.Where(MatchRules.AtWork));

    private static bool Able(Agent agent, WaitingCall call) => Demand.Of(call, Queue(), Noon).WhyNot(agent) is null;

    private static bool Wants(WaitingCall call, Callback callback) => call.Skills.SequenceEqual(callback.Skills);

    private static bool Before(WaitingCall call, Callback callback)
    {
        var place = callback.AtItsPlace();
        return (-call.Priority, call.QueuedAt!.Value, call.CallId)
            .CompareTo((-place.Priority, place.QueuedAt!.Value, place.CallId)) < 0;
    }

    private static void Holds(Func<MatchState, CallbackScene, Turns, bool> property) =>
        Prop.ForAll(Scenes, one => property(
            one.State, one.Scene, TurnRules.Decide(one.State, one.Scene, DialTime, Noon)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
}
