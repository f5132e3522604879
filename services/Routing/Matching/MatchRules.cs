using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Matching;

/// <summary>
/// Who gets which call: filter (may this agent take this call, and if not, why), rank (by the policy of the queue),
/// choose. Calls are served by score, then by the instant at which they were queued.
/// </summary>
public static class MatchRules
{
    public const string NotAvailable = "not available";
    public const string PhoneOffline = "phone offline";
    public const string Unreachable = "unreachable until the phone registers";
    public const string Busy = "busy";
    public const string NotResponding = "not responding until they return";
    public const string Leaving = "leaves when the work in hand is done";
    public const string Declined = "declined this call just now";
    public const string KeptForCallback = "kept for a customer who is called back";
    public const string GotAnother = "got another call";
    public const string MeantForAnother = "the call waits for the agent it is meant for";

    /// <summary>Decides over the present state; the same state gives the same decision.</summary>
    public static MatchDecision Decide(MatchState state, DateTimeOffset now)
    {
        state = state.At(now);
        var bench = new Bench(state);
        var rankings = new Dictionary<DemandKey, Ranking>();
        var matches = new List<Match>();
        var passedOver = new List<(ScoredCall Call, Ranking Ranking, int AtCap)>();
        var shares = new Shares(state);
        var more = false;
        foreach (var scored in Order(state, now))
        {
            var ranking = RankingFor(scored, bench, rankings, now);
            var (chosen, meant) = Choose(scored.Call, ranking, bench, now);
            if (chosen is null)
            {
                passedOver.Add((scored, ranking, meant ? 0 : ranking.CountAtCap(scored.Call.CallId)));
            }
            else
            {
                var trace = state.NamedAgents == 0 ? null : Trace(scored, ranking, chosen, meant, state.NamedAgents);
                bench.Take(chosen);
                matches.Add(new Match(scored.Call, chosen.Agent, scored.Queue, now + scored.Queue.RingTime)
                {
                    Trace = trace,
                });
            }

            if (!bench.Empty && shares.AreSpentBy(scored.Call, chosen is not null))
            {
                more = true;
                break;
            }
        }

        return new MatchDecision(
            matches,
            [
                .. passedOver.Select((passed, index) => new PassedOver(passed.Call.Call, passed.Call.Queue)
                {
                    AtCap = passed.AtCap,
                    Trace = index < state.ExplainedCalls
                        ? Explain(passed.Call, passed.Ranking, bench, state.NamedAgents, now)
                        : null,
                }),
            ])
        {
            MoreToLoad = more,
        };
    }

    /// <summary>Why an agent can take no call at all now; null when they can.</summary>
    public static string? WhyNotReady(Agent agent) => agent switch
    {
        { RemovedAt: not null } or { Status: not AgentStatuses.Available } => NotAvailable,
        { NotRespondingAt: not null } => NotResponding,
        { Activity: not AgentActivities.Idle } or { AsideCallId: not null } => Busy,
        { NextStatus: not null } => Leaving,
        { Unreachable: true } => Unreachable,
        { PhoneOnline: false } => PhoneOffline,
        _ => null,
    };

    /// <summary>Whether the agent is there to be waited for: they chose to be available and can be rung.</summary>
    public static bool AtWork(Agent agent) => WhyNotReady(agent) is null or Busy && agent is
    {
        NextStatus: null,
        Unreachable: false,
        PhoneOnline: true,
    };

    /// <summary>
    /// The best agent left; while the call is meant for someone who is at work, they alone. Who is off is never
    /// waited for.
    /// </summary>
    private static (Candidate? Chosen, bool Meant) Choose(
        WaitingCall call, Ranking ranking, Bench bench, DateTimeOffset now)
    {
        if (Meant(call, ranking, bench, now) is { } meant)
        {
            return (ranking.Find(call.CallId, meant.AgentId), true);
        }

        return bench.Empty ? (null, false) : (ranking.Best(call.CallId), false);
    }

    private static Agent? Meant(WaitingCall call, Ranking ranking, Bench bench, DateTimeOffset now) =>
        call.PreferredAgentId is { } agentId && call.PreferredUntilAt > now
            && bench.Find(agentId) is { } agent && AtWork(agent) && !bench.IsPaused(agentId)
            && !ranking.HasHadEnough(agentId)
            && ranking.Demand.WhyNot(agent) is null && !bench.HasDeclined(call.CallId, agentId)
            ? agent
            : null;

    private static Ranking RankingFor(
        ScoredCall scored, Bench bench, Dictionary<DemandKey, Ranking> rankings, DateTimeOffset now)
    {
        var key = DemandKey.Of(scored.Call, scored.Queue, now);
        if (!rankings.TryGetValue(key, out var ranking))
        {
            ranking = new Ranking(Demand.Of(scored.Call, scored.Queue, now), bench, now);
            rankings.Add(key, ranking);
        }

        return ranking;
    }

    private static MatchTrace Trace(ScoredCall scored, Ranking ranking, Candidate chosen, bool meant, int named)
    {
        var others = ranking.Left(scored.Call.CallId).Where(candidate => candidate != chosen).Take(named - 1);
        return new MatchTrace
        {
            CallScore = scored.Score,
            Step = ranking.Demand.Step,
            Policy = scored.Queue.Plan.Policy,
            MeantAs = meant ? scored.Call.PreferredAs : null,
            Hard = ranking.Demand.Hard ? true : null,
            Candidates = [.. others.Prepend(chosen).Select(Traced)],
            CandidateCount = ranking.CountLeft(scored.Call.CallId),
            Removed = ranking.RemovedFrom(scored.Call.CallId),
        };
    }

    private static MatchTrace Explain(
        ScoredCall scored, Ranking ranking, Bench bench, int named, DateTimeOffset now)
    {
        var meant = Meant(scored.Call, ranking, bench, now) is not null;
        var removed = ranking.RemovedFrom(scored.Call.CallId);
        var left = ranking.Left(scored.Call.CallId).Select(candidate => candidate.Agent.AgentId).ToList();
        return new MatchTrace
        {
            CallScore = scored.Score,
            Step = ranking.Demand.Step,
            Policy = scored.Queue.Plan.Policy,
            MeantAs = meant ? scored.Call.PreferredAs : null,
            Hard = ranking.Demand.Hard ? true : null,
            Removed = left.Count == 0
                ? removed
                :
                [
                    .. removed,
                    new Removal { Reason = MeantForAnother, Count = left.Count, Agents = [.. left.Take(named)] },
                ],
        };
    }

    private static TracedCandidate Traced(Candidate candidate) =>
        new() { AgentId = candidate.Agent.AgentId, Score = Math.Round(candidate.Score, 3) };

    private static List<ScoredCall> Order(MatchState state, DateTimeOffset now)
    {
        var calls = new List<ScoredCall>(state.Calls.Count);
        foreach (var call in state.Calls)
        {
            if (call is { State: CallStates.Waiting, QueueId: { } queueId }
                && state.Queues.TryGetValue(queueId, out var queue))
            {
                calls.Add(new ScoredCall(call, queue, ScoreRules.Score(call, queue.Plan, now)));
            }
        }

        calls.Sort(ScoredCall.InOrder);
        return calls;
    }
}
