using CallCenter.Routing.Agents;
using CallCenter.Routing.Callbacks;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Tests.Callbacks;
using CallCenter.Routing.Waiting;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Matching;

/// <summary>Passes that load a few calls of each bucket, one after another, against one that loads all.</summary>
public sealed class SharesTests
{
    private static readonly string[] SkillWords = ["en", "zh", "fr"];

    private static readonly Gen<string[]> Skills =
        Gen.SubListOf(SkillWords).Select(list => list.ToArray());

    private static readonly Arbitrary<(Agent[] Agents, WaitingCall[] Calls, int Share)> Floors = Arb.From(
        from agents in Gen.ListOf(Gen.Choose(1, 20).Zip(Skills, (number, skills) => Agent(number, number, skills)))
        from calls in Gen.ListOf(
            from number in Gen.Choose(100, 160)
            from waited in Gen.Choose(0, 60)
            from priority in Gen.Choose(0, 1)
            from skills in Skills
            select Call(number, waited, priority, skills) with { Bucket = string.Join(',', skills) })
        from share in Gen.Choose(1, 6)
        select (
            agents.DistinctBy(agent => agent.AgentId).ToArray(), calls.DistinctBy(call => call.CallId).ToArray(),
            share));

    [Fact]
    public void The_agents_get_the_calls_that_a_pass_over_all_calls_gives_them() => Prop.ForAll(Floors, floor =>
    {
        var (agents, calls) = (floor.Agents.ToList(), floor.Calls.ToList());
        var passes = new List<(Guid Call, Guid Agent)>();
        MatchDecision decision;
        do
        {
            decision = MatchRules.Decide(Loaded(agents, calls, floor.Share), Noon);
            passes.AddRange(decision.Matches.Select(match => (match.Call.CallId, match.Agent.AgentId)));
            agents.RemoveAll(agent => decision.Matches.Any(match => match.Agent.AgentId == agent.AgentId));
            calls.RemoveAll(call => decision.Matches.Any(match => match.Call.CallId == call.CallId));
        }
        while (decision.MoreToLoad);

        return passes.SequenceEqual(MatchRules.Decide(State(floor.Agents, floor.Calls), Noon).Matches
            .Select(match => (match.Call.CallId, match.Agent.AgentId)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void No_customer_is_dialled_whom_a_pass_over_all_calls_would_not_dial() => Prop.ForAll(Floors, floor =>
    {
        var scene = new CallbackScene([TurnRulesTests.Of(700, waited: 30), TurnRulesTests.Of(701, 20, 0, "en")], []);
        IEnumerable<Callback> Dials(MatchState state) =>
            TurnRules.Decide(state, scene, TimeSpan.FromSeconds(25), Noon).Dials;

        return !Dials(Loaded(floor.Agents, floor.Calls, floor.Share))
            .Except(Dials(State(floor.Agents, floor.Calls))).Any();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private static MatchState Loaded(IEnumerable<Agent> agents, IEnumerable<WaitingCall> calls, int share) => State(
        [.. agents],
        [
            .. calls.GroupBy(call => call.Bucket).SelectMany(bucket => bucket
                .OrderByDescending(call => call.Priority).ThenBy(call => call.QueuedAt).ThenBy(call => call.CallId)
                .Take(share)),
        ]) with { Share = share };
}
