using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Callbacks;

/// <summary>The open callbacks, and the agents who come free while a phone rings, the soonest first.</summary>
public sealed record CallbackScene(IReadOnlyList<Callback> Callbacks, IReadOnlyList<Agent> SoonFree)
{
    public static CallbackScene Empty { get; } = new([], []);
}

/// <summary>Whose customers are dialled now, and which idle agents are kept for those who are dialled.</summary>
public sealed record Turns(IReadOnlyList<Callback> Dials, IReadOnlySet<Guid> KeptAgents)
{
    public static Turns None { get; } = new([], new HashSet<Guid>());
}

/// <summary>
/// When a callback has its turn: in the order of the calls, and only with an agent of its own. Each customer who is
/// dialled already, then each call and each callback in their order, is given one agent who is idle or comes free
/// while a phone rings; a callback that gets one is dialled. So no more customers are dialled than agents are
/// expected, and calls that come before a callback have theirs first.
/// </summary>
public static class TurnRules
{
    public static Turns Decide(MatchState state, CallbackScene scene, TimeSpan dialTime, DateTimeOffset now)
    {
        if (scene.Callbacks.Count == 0)
        {
            return Turns.None;
        }

        state = state.At(now);
        var expected = new ExpectedAgents(state, scene.SoonFree, now);
        foreach (var dialled in scene.Callbacks.Where(one => one.Outstanding).OrderBy(one => one.QueuedAt))
        {
            expected.Keep(dialled.AtItsPlace());
        }

        var due = scene.Callbacks
            .Where(one => one.MayBeDialled(dialTime, now) && state.Queues.TryGetValue(one.QueueId, out var queue)
                && AdmissionRules.Shut(queue, now) is null)
            .ToDictionary(one => one.CallbackId);
        var dials = new List<Callback>();
        var shares = new Shares(state);
        foreach (var next in InOrder(state, due.Values, now))
        {
            if (due.Count == 0)
            {
                break;
            }

            if (!due.Remove(next.CallId, out var callback))
            {
                if (shares.AreSpentBy(next, expected.Take(next) is not null))
                {
                    // Calls that were not loaded may come before every callback that is left.
                    break;
                }
            }
            else if (expected.Keep(next))
            {
                dials.Add(callback);
            }
        }

        return new Turns(dials, expected.KeptIdle);
    }

    private static List<WaitingCall> InOrder(MatchState state, IEnumerable<Callback> due, DateTimeOffset now)
    {
        var scored = new List<ScoredCall>();
        foreach (var call in state.Calls.Concat(due.Select(one => one.AtItsPlace())))
        {
            if (call is { State: CallStates.Waiting, QueueId: { } queueId }
                && state.Queues.TryGetValue(queueId, out var queue))
            {
                scored.Add(new ScoredCall(call, queue, ScoreRules.Score(call, queue.Plan, now)));
            }
        }

        scored.Sort(ScoredCall.InOrder);
        return [.. scored.Select(one => one.Call)];
    }
}

/// <summary>Agents who are idle, then those who come free soon; each is given away once.</summary>
internal sealed class ExpectedAgents
{
    private readonly MatchState _state;
    private readonly DateTimeOffset _now;
    private readonly List<Agent> _agents;
    private readonly bool[] _given;
    private readonly Dictionary<DemandKey, (int[] Able, int Next)> _able = [];
    private readonly HashSet<Guid> _keptIdle = [];

    public ExpectedAgents(MatchState state, IReadOnlyList<Agent> soonFree, DateTimeOffset now)
    {
        _state = state;
        _now = now;
        _agents =
        [
            .. state.Agents.Where(agent => MatchRules.WhyNotReady(agent) is null)
                .OrderBy(agent => agent.ReadyAt).ThenBy(agent => agent.AgentId),
            .. soonFree.Where(agent => agent.Activity != AgentActivities.Idle && MatchRules.AtWork(agent)),
        ];
        _given = new bool[_agents.Count];
    }

    /// <summary>Idle agents who are kept for a customer.</summary>
    public IReadOnlySet<Guid> KeptIdle => _keptIdle;

    /// <summary>Gives an agent to a customer who is dialled, and keeps them if they are idle.</summary>
    public bool Keep(WaitingCall customer)
    {
        if (Take(customer) is not { } agent)
        {
            return false;
        }

        if (agent.Activity == AgentActivities.Idle)
        {
            _keptIdle.Add(agent.AgentId);
        }

        return true;
    }

    /// <summary>Gives away the first agent who can take the call.</summary>
    public Agent? Take(WaitingCall call)
    {
        if (!_state.Queues.TryGetValue(call.QueueId!.Value, out var queue))
        {
            return null;
        }

        var key = DemandKey.Of(call, queue, _now);
        if (!_able.TryGetValue(key, out var able))
        {
            var demand = Demand.Of(call, queue, _now);
            able = ([.. Enumerable.Range(0, _agents.Count).Where(i => demand.WhyNot(_agents[i]) is null)], 0);
        }

        var next = able.Next;
        while (next < able.Able.Length && _given[able.Able[next]])
        {
            next++;
        }

        _able[key] = (able.Able, next);
        if (next == able.Able.Length)
        {
            return null;
        }

        _given[able.Able[next]] = true;
        return _agents[able.Able[next]];
    }
}
