using CallCenter.Routing.Agents;
using CallCenter.Routing.Decisions;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Loads;

/// <summary>What holds of every decision where hard calls are spread, and where they are not.</summary>
public sealed class CarePropertyTests
{
    private const int Cap = 2;
    private static readonly string[] _words = ["en", "zh"];
    private static readonly Gen<string[]> _skills = Gen.SubListOf(_words).Select(list => list.ToArray());

    private static readonly Gen<Agent> _agents =
        from number in Gen.Choose(1, 8)
        from idle in Gen.Choose(0, 5)
        from activity in Gen.Elements("idle", "idle", "idle", "talking")
        from skills in _skills
        select Agent(number, idle, skills) with { Activity = activity };

    private static readonly Gen<WaitingCall> _calls =
        from number in Gen.Choose(100, 111)
        from waited in Gen.Choose(0, 15)
        from priority in Gen.Choose(0, 2)
        from hard in Gen.Elements(true, false)
        from skills in _skills
        select Call(number, waited, priority, skills) with { Hard = hard };

    private static readonly Gen<(int Agent, AgentLoad Load)> _loads =
        from number in Gen.Choose(1, 8)
        from value in Gen.Choose(0, 3)
        from row in Gen.Choose(0, 3)
        select (number, new AgentLoad { Value = value, InARow = row });

    private static readonly Arbitrary<MatchState> _states = Arb.From(
        from agents in Gen.ListOf(_agents)
        from calls in Gen.ListOf(_calls)
        from loads in Gen.ListOf(_loads)
        from paused in Gen.ListOf(Gen.Choose(1, 8))
        from policy in Gen.Elements(Policies.All.ToArray())
        from declined in Gen.ListOf(Gen.Choose(100, 111).Zip(Gen.Choose(1, 8)))
        select State(
            [.. agents.DistinctBy(agent => agent.AgentId)],
            [.. calls.DistinctBy(call => call.CallId)],
            Queue() with { Plan = Plan(policy) },
            [.. declined.Select(pair => (pair.Item1, pair.Item2))]) with
        {
            NamedAgents = 20,
            Loads = loads.DistinctBy(one => one.Agent).ToDictionary(one => Id(one.Agent), one => one.Load),
            Paused = paused.Take(2).Select(Id).ToHashSet(),
        });

    private static QueuePlan Plan(string policy) => new()
    {
        Policy = policy,
        Care = new CareForAgents { MostInARow = Cap, MostDelayMs = 10_000 },
    };

    private static void Holds(Func<MatchState, MatchDecision, bool> property) =>
        Prop.ForAll(_states, state => property(state, MatchRules.Decide(state, Noon)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static bool MayTake(MatchState state, Agent agent, WaitingCall call) =>
        MatchRules.WhyNotReady(agent) is null && !state.Paused.Contains(agent.AgentId)
        && Demand.Of(call, state.Queues[Sales], Noon).WhyNot(agent) is null
        && !state.Declined.Contains((call.CallId, agent.AgentId));

    private static IEnumerable<Agent> Left(MatchState state, MatchDecision decision, WaitingCall call) =>
        state.Agents.Where(agent => decision.Matches.All(match => match.Agent.AgentId != agent.AgentId)
            && MayTake(state, agent, call));

    private static AgentLoad LoadOf(MatchState state, Agent agent) =>
        state.Loads.GetValueOrDefault(agent.AgentId, AgentLoad.None);

    private static IEnumerable<(Guid Call, Guid Agent)> Pairs(MatchDecision decision) =>
        decision.Matches.Select(match => (match.Call.CallId, match.Agent.AgentId));

    private static bool PastBound(WaitingCall call) => Noon - call.QueuedAt >= TimeSpan.FromSeconds(10);

    [Fact]
    public void An_ordinary_call_never_waits_beside_an_idle_agent_who_may_take_it() => Holds((state, decision) =>
        decision.PassedOver.All(passed => passed.Call.Hard || !Left(state, decision, passed.Call).Any()));

    [Fact]
    public void A_call_that_is_held_takes_nothing_from_the_others() => Holds((state, decision) =>
    {
        var held = decision.PassedOver.Where(passed => passed.AtCap > 0).Select(passed => passed.Call).ToHashSet();
        var without = MatchRules.Decide(
            state with { Calls = [.. state.Calls.Where(call => !held.Contains(call))] }, Noon);
        return Pairs(decision).SequenceEqual(Pairs(without));
    });

    [Fact]
    public void A_hard_call_waits_beside_idle_agents_only_if_all_had_enough_and_never_past_the_bound() =>
        Holds((state, decision) => decision.PassedOver.Where(passed => passed.Call.Hard).All(passed =>
            Left(state, decision, passed.Call).All(agent =>
                !PastBound(passed.Call) && LoadOf(state, agent).InARow >= Cap)));

    [Fact]
    public void What_is_held_is_counted_and_nothing_else() => Holds((state, decision) =>
        decision.PassedOver.All(passed =>
            (passed.AtCap == 0 || (passed.Call.Hard && !PastBound(passed.Call)))
            && (passed.AtCap > 0 || !Left(state, decision, passed.Call).Any())));

    [Fact]
    public void A_hard_call_goes_to_the_lowest_load_of_those_left() => Holds((state, decision) =>
    {
        var left = state.Agents.ToList();
        foreach (var match in decision.Matches)
        {
            if (match.Call.Hard && left.Any(agent => MayTake(state, agent, match.Call)
                && (PastBound(match.Call) || LoadOf(state, agent).InARow < Cap)
                && LoadOf(state, agent).Value < LoadOf(state, match.Agent).Value))
            {
                return false;
            }

            left.Remove(match.Agent);
        }

        return true;
    });

    [Fact]
    public void Without_the_care_nothing_of_a_decision_is_different() => Holds((state, _) =>
    {
        var queue = state.Queues[Sales];
        var off = state with
        {
            Queues = new Dictionary<Guid, Queue>
            {
                [Sales] = queue with { Plan = new QueuePlan { Policy = queue.Plan.Policy } },
            },
        };
        var plain = off with
        {
            Calls = [.. off.Calls.Select(call => call with { Hard = false })],
            Loads = new Dictionary<Guid, AgentLoad>(),
        };
        return Written(off) == Written(plain);
    });

    [Fact]
    public void Every_agent_of_a_pass_has_their_place_in_the_reasons() => Holds((state, decision) =>
        decision.PassedOver.All(passed => passed.Trace!.Removed.Sum(one => one.Count) == state.Agents.Count));

    /// <summary>A decision as it is stored, byte for byte.</summary>
    private static string Written(MatchState state)
    {
        var decision = MatchRules.Decide(state, Noon);
        return string.Join('\n', [
            .. decision.Matches.Select(match => Decision.Of(match.Call.CallId, match, Noon).ToString()),
            .. decision.PassedOver.Select(passed => Decision.Nobody(passed.Call.CallId, passed, Noon).ToString()),
        ]);
    }
}
