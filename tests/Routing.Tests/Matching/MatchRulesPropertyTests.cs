using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Matching;

/// <summary>What holds of every decision over any state.</summary>
public sealed class MatchRulesPropertyTests
{
    private static readonly string[] SkillWords = ["en", "zh", "billing"];

    private static readonly Gen<string[]> Skills =
        Gen.SubListOf(SkillWords).Select(list => list.ToArray());

    private static readonly Gen<Agent> Agents =
        from number in Gen.Choose(1, 12)
        from idle in Gen.Choose(0, 5)
        from status in Gen.Elements("available", "available", "available", "break", "offline")
        from activity in Gen.Elements("idle", "idle", "idle", "reserved", "ringing", "talking", "wrap-up")
        from online in Gen.Elements(true, true, true, false)
        from lost in Gen.Elements<double?>(null, null, null, -1)
        from skills in Skills
        from chats in Gen.Choose(0, 3)
        from tasks in Gen.Elements<short>(0, 0, 1)
        from interruptible in Gen.SubListOf(Channels.Chat, Channels.Task)
        from missed in Gen.Elements(false, false, false, true)
        from next in Gen.Elements<string?>(null, null, null, "break")
        select Agent(number, idle, skills) with
        {
            Held = [0, 0, (short)chats, tasks],
            Interruptible = [.. interruptible],
            NotRespondingAt = missed ? At(-1) : null,
            NextStatus = next,
            Status = status,
            Activity = activity,
            PhoneOnline = online,
            UnreachableAt = lost is { } seconds ? At(seconds) : null,
        };

    private static readonly Gen<WaitingCall> Calls =
        from number in Gen.Choose(100, 115)
        from waited in Gen.Choose(0, 5)
        from priority in Gen.Choose(0, 2)
        from skills in Skills
        from channel in Gen.Elements("voice", "voice", "video", "chat", "task")
        select Call(number, waited, priority, skills) with { Channel = channel };

    private static readonly Arbitrary<MatchState> States = Arb.From(
        from agents in Gen.ListOf(Agents)
        from calls in Gen.ListOf(Calls)
        from queueSkills in Skills
        from policy in Gen.Elements(Policies.All.ToArray())
        from acceleration in Gen.Choose(0, 30)
        from cap in Gen.Elements(1.0, 2.0, 1_000.0)
        from declined in Gen.ListOf(Gen.Choose(100, 115).Zip(Gen.Choose(1, 12)))
        select State(
            [.. agents.DistinctBy(agent => agent.AgentId)],
            [.. calls.DistinctBy(call => call.CallId)],
            Queue(queueSkills) with
            {
                Plan = new QueuePlan { Policy = policy, Acceleration = acceleration, ScoreCap = cap },
            },
            [.. declined.Select(pair => (pair.Item1, pair.Item2))]));

    private static void Holds(Func<MatchState, MatchDecision, bool> property) =>
        Prop.ForAll(States, state => property(state, MatchRules.Decide(state, Noon)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static bool MayTake(MatchState state, Agent agent, WaitingCall call) =>
        MatchRules.WhyNotReady(agent) is null
        && Demand.Of(call, state.Queues[Sales], Noon).WhyNot(agent) is null
        && !state.Declined.Contains((call.CallId, agent.AgentId));

    [Fact]
    public void No_agent_gets_two_calls() => Holds((_, decision) =>
        decision.Matches.Select(match => match.Agent.AgentId).Distinct().Count() == decision.Matches.Count);

    [Fact]
    public void No_call_gets_two_agents() => Holds((_, decision) =>
        decision.Matches.Select(match => match.Call.CallId).Distinct().Count() == decision.Matches.Count);

    [Fact]
    public void Nobody_gets_a_call_that_they_may_not_take() => Holds((state, decision) =>
        decision.Matches.All(match => MayTake(state, match.Agent, match.Call)));

    [Fact]
    public void No_call_is_left_waiting_beside_an_idle_agent_who_may_take_it() => Holds((state, decision) =>
    {
        var taken = decision.Matches.Select(match => match.Agent.AgentId).ToHashSet();
        return decision.PassedOver.All(passed => !state.Agents.Any(agent =>
            !taken.Contains(agent.AgentId) && MayTake(state, agent, passed.Call)));
    });

    [Fact]
    public void Every_call_is_either_matched_or_passed_over() => Holds((state, decision) =>
        decision.Matches.Count + decision.PassedOver.Count == state.Calls.Count);

    [Fact]
    public void A_call_passed_over_could_not_have_had_an_agent_given_to_one_behind_it() => Holds((state, decision) =>
        decision.PassedOver.All(passed => decision.Matches.All(match =>
            !Before(passed.Call, match.Call, passed.Queue.Plan) || !MayTake(state, match.Agent, passed.Call))));

    [Fact]
    public void The_chosen_agent_is_the_best_of_those_left_by_the_policy() => Holds((state, decision) =>
    {
        var left = state.Agents.ToList();
        foreach (var match in decision.Matches)
        {
            var demand = Demand.Of(match.Call, match.Queue, Noon);
            double Score(Agent agent) => match.Queue.Plan.Policy == Policies.Chance
                ? -(double)PolicyRules.Chance(match.Call.CallId, agent.AgentId)
                : PolicyRules.Score(agent, demand, Noon);
            bool Better(Agent agent) => MayTake(state, agent, match.Call)
                && (Score(agent) > Score(match.Agent)
                    || (Score(agent) == Score(match.Agent) && agent.ReadyAt < match.Agent.ReadyAt));
            if (left.Any(Better))
            {
                return false;
            }

            left.Remove(match.Agent);
        }

        return true;
    });

    [Fact]
    public void The_order_in_which_the_state_was_loaded_does_not_matter() => Holds((state, decision) =>
    {
        var turned = state with { Agents = [.. state.Agents.Reverse()], Calls = [.. state.Calls.Reverse()] };
        return MatchRules.Decide(turned, Noon).Matches.SequenceEqual(decision.Matches);
    });

    [Fact]
    public void The_chosen_status_is_never_changed() => Holds((_, decision) =>
        decision.Matches.All(match =>
            match.Agent.Take(AgentActivities.Reserved, match.Call.CallId, Noon).Agent.Status == match.Agent.Status));

    [Fact]
    public void Every_agent_of_a_pass_has_their_place_in_the_reasons() => Holds((state, decision) =>
        decision.PassedOver.All(passed => passed.Trace!.Removed.Sum(one => one.Count) == state.Agents.Count));

    private static bool Before(WaitingCall one, WaitingCall other, QueuePlan plan)
    {
        var order = ScoreRules.Score(one, plan, Noon).CompareTo(ScoreRules.Score(other, plan, Noon));
        return order > 0 || (order == 0 && one.QueuedAt < other.QueuedAt);
    }
}
