using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Matching;

/// <summary>The agents who can take the calls of one demand, best first, and why the others cannot.</summary>
internal sealed class Ranking
{
    private readonly Bench _bench;
    private readonly Removals _removed;
    private readonly Candidate[] _ranked;
    private readonly List<Candidate> _atCap = [];
    private Dictionary<Guid, Candidate>? _byAgent;
    private int _first;
    private int _heard;
    private int _gone;

    public Ranking(Demand demand, Bench bench, DateTimeOffset now)
    {
        Demand = demand;
        _bench = bench;
        _removed = bench.NotReady.Copy();
        var able = new List<Candidate>(bench.Ready.Count);
        for (var i = 0; i < bench.Ready.Count; i++)
        {
            var agent = bench.Ready[i];
            if (demand.WhyNot(agent) is { } reason)
            {
                _removed.Add(reason, agent.AgentId);
            }
            else
            {
                var candidate = new Candidate(i, agent, PolicyRules.Score(agent, demand, now));
                (HasHadEnough(agent.AgentId) ? _atCap : able).Add(candidate);
            }
        }

        _atCap.ForEach(_ => _removed.AddUnnamed($"had {demand.MostInARow} hard calls in a row"));

        // The bench is in the order of idle time, and the sort is stable.
        _ranked =
            demand.Hard ? [.. able.OrderBy(LoadOf).ThenByDescending(candidate => candidate.Score)]
            : demand.Queue.Plan.Policy == Policies.LongestIdle ? [.. able]
            : [.. able.OrderByDescending(candidate => candidate.Score)];
    }

    public Demand Demand { get; }

    // Most passes of one agent never ask.
    private Dictionary<Guid, Candidate> ByAgent =>
        _byAgent ??= _ranked.ToDictionary(candidate => candidate.Agent.AgentId);

    /// <summary>The best of those left for the call.</summary>
    public Candidate? Best(Guid callId)
    {
        while (_first < _ranked.Length && _bench.IsTaken(_ranked[_first].Index))
        {
            _first++;
        }

        return Demand.Queue.Plan.Policy == Policies.Chance
            ? Left(callId).MinBy(one => (LoadOf(one), PolicyRules.Chance(callId, one.Agent.AgentId)))
            : Left(callId).FirstOrDefault();
    }

    /// <summary>The agent, if they could take the call now.</summary>
    public Candidate? Find(Guid callId, Guid agentId) =>
        ByAgent.GetValueOrDefault(agentId) is { } candidate && IsLeft(candidate, callId) ? candidate : null;

    /// <summary>Those who could take the call now, best first.</summary>
    public IEnumerable<Candidate> Left(Guid callId)
    {
        for (var i = _first; i < _ranked.Length; i++)
        {
            if (IsLeft(_ranked[i], callId))
            {
                yield return _ranked[i];
            }
        }
    }

    /// <summary>How many could take the call now.</summary>
    public int CountLeft(Guid callId)
    {
        CatchUp();
        return _ranked.Length - _gone - DeclinedHere(callId).Count();
    }

    /// <summary>Whether the agent had so many hard calls in a row that the call goes to another while it can.</summary>
    public bool HasHadEnough(Guid agentId) => Demand.MostInARow <= _bench.LoadOf(agentId).InARow;

    /// <summary>How many could take the call now, but for the hard calls they had in a row.</summary>
    public int CountAtCap(Guid callId) => _atCap.Count(candidate => IsLeft(candidate, callId));

    /// <summary>Why the others cannot have the call now.</summary>
    public IReadOnlyList<Removal> RemovedFrom(Guid callId)
    {
        CatchUp();
        var removed = _removed;
        foreach (var agentId in DeclinedHere(callId))
        {
            removed = ReferenceEquals(removed, _removed) ? _removed.Copy() : removed;
            removed.Add(MatchRules.Declined, agentId);
        }

        return removed.List();
    }

    /// <summary>Hears who was taken since the last time.</summary>
    private void CatchUp()
    {
        for (; _heard < _bench.Taken.Count; _heard++)
        {
            var agentId = _bench.Ready[_bench.Taken[_heard]].AgentId;
            if (ByAgent.ContainsKey(agentId))
            {
                _removed.Add(MatchRules.GotAnother, agentId);
                _gone++;
            }
        }
    }

    private IEnumerable<Guid> DeclinedHere(Guid callId) => _bench.DeclinedBy(callId).Where(
        agentId => ByAgent.TryGetValue(agentId, out var one) && !_bench.IsTaken(one.Index));

    private double LoadOf(Candidate candidate) =>
        Demand.Hard ? _bench.LoadOf(candidate.Agent.AgentId).Value : 0;

    private bool IsLeft(Candidate candidate, Guid callId) =>
        !_bench.IsTaken(candidate.Index) && !_bench.HasDeclined(callId, candidate.Agent.AgentId);
}

/// <summary>An agent who can take a call, with the place on the bench and what the policy says for them.</summary>
internal sealed record Candidate(int Index, Agent Agent, double Score);

/// <summary>Why agents were passed over: each reason with their number and the first few of them.</summary>
internal sealed class Removals(int named)
{
    private readonly Dictionary<string, (int Count, List<Guid> Agents)> _reasons = new(StringComparer.Ordinal);

    public void Add(string reason, Guid agentId)
    {
        var (count, agents) = _reasons.TryGetValue(reason, out var known) ? known : (0, []);
        if (agents.Count < named)
        {
            agents.Add(agentId);
        }

        _reasons[reason] = (count + 1, agents);
    }

    /// <summary>Counts an agent without telling who: the reason would tell of their load.</summary>
    public void AddUnnamed(string reason)
    {
        var (count, agents) = _reasons.GetValueOrDefault(reason, (0, []));
        _reasons[reason] = (count + 1, agents);
    }

    public Removals Copy()
    {
        var copy = new Removals(named);
        foreach (var (reason, (count, agents)) in _reasons)
        {
            copy._reasons[reason] = (count, [.. agents]);
        }

        return copy;
    }

    public IReadOnlyList<Removal> List() =>
    [
        .. _reasons.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new Removal
            {
                Reason = pair.Key, Count = pair.Value.Count, Agents = [.. pair.Value.Agents],
            }),
    ];
}
