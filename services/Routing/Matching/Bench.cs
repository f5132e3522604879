using CallCenter.Routing.Agents;
using CallCenter.Routing.Loads;

namespace CallCenter.Routing.Matching;

/// <summary>The agents of one pass: who is ready, in the order of idle time, and who was taken in it.</summary>
internal sealed class Bench
{
    private readonly bool[] _taken;
    private readonly List<int> _takenInOrder = [];
    private readonly Dictionary<Guid, Agent> _all;
    private readonly ILookup<Guid, Guid>? _declined;
    private readonly IReadOnlySet<Guid> _paused;
    private readonly IReadOnlyDictionary<Guid, AgentLoad> _loads;

    public Bench(MatchState state)
    {
        _paused = state.Paused;
        _loads = state.Loads;
        NotReady = new Removals(state.NamedAgents);
        var ready = new List<Agent>(state.Agents.Count);
        foreach (var agent in state.Agents)
        {
            if (WhyNot(agent, state) is { } reason)
            {
                NotReady.Add(reason, agent.AgentId);
            }
            else if (IsPaused(agent.AgentId))
            {
                NotReady.AddUnnamed(PauseRules.CoolingDown);
            }
            else
            {
                ready.Add(agent);
            }
        }

        ready.Sort(static (one, other) => one.ReadyAt.CompareTo(other.ReadyAt) is not 0 and var order
            ? order
            : one.AgentId.CompareTo(other.AgentId));
        Ready = ready;
        _taken = new bool[ready.Count];
        _all = state.Calls.Any(call => call.PreferredAgentId is not null)
            ? state.Agents.ToDictionary(agent => agent.AgentId)
            : [];
        _declined = state.Declined.Count == 0
            ? null
            : state.Declined.ToLookup(pair => pair.CallId, pair => pair.AgentId);
    }

    public IReadOnlyList<Agent> Ready { get; }

    /// <summary>Places on the bench of those who were taken, in that order.</summary>
    public IReadOnlyList<int> Taken => _takenInOrder;

    public Removals NotReady { get; }

    public bool Empty => _takenInOrder.Count == Ready.Count;

    public bool IsTaken(int index) => _taken[index];

    public void Take(Candidate candidate)
    {
        _taken[candidate.Index] = true;
        _takenInOrder.Add(candidate.Index);
    }

    public bool IsPaused(Guid agentId) => _paused.Contains(agentId);

    public AgentLoad LoadOf(Guid agentId) => _loads.GetValueOrDefault(agentId, AgentLoad.None);

    private static string? WhyNot(Agent agent, MatchState state) => MatchRules.WhyNotReady(agent)
        ?? (state.KeptAgents.Contains(agent.AgentId) ? MatchRules.KeptForCallback : null);

    public Agent? Find(Guid agentId) => _all.GetValueOrDefault(agentId);

    public IEnumerable<Guid> DeclinedBy(Guid callId) => _declined?[callId] ?? [];

    public bool HasDeclined(Guid callId, Guid agentId) => _declined?[callId].Contains(agentId) == true;
}
