using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Simulating;

/// <summary>The tables of Routing as dictionaries, with what the database has as indexes.</summary>
internal sealed class FloorIndex
{
    private readonly Dictionary<Guid, Agent> _agents = [];
    private readonly Dictionary<Guid, WaitingCall> _calls = [];
    private readonly Dictionary<Guid, Assignment> _assignments = [];
    private readonly Dictionary<Guid, HashSet<Guid>> _liveOfAgent = [];
    private readonly Dictionary<Guid, HashSet<Guid>> _liveOfCall = [];
    private readonly SortedSet<Agent> _ready = new(Comparer<Agent>.Create(ByIdleTime));
    private readonly SortedDictionary<string, SortedSet<WaitingCall>> _buckets = new(StringComparer.Ordinal);
    private readonly PriorityQueue<WaitingCall, DateTimeOffset> _places = new();

    private readonly Dictionary<Guid, int> _standing = [];

    private int _meant;
    private int _hard;

    public IReadOnlyCollection<Agent> Agents => _agents.Values;

    public IEnumerable<WaitingCall> Waiting => _buckets.Values.SelectMany(bucket => bucket);

    public IEnumerable<Assignment> LiveAssignments =>
        _liveOfAgent.Values.SelectMany(ids => ids).Select(id => _assignments[id]);

    public int WaitingCount { get; private set; }

    public int ReadyCount => _ready.Count;

    public Agent? Agent(Guid agentId) => _agents.GetValueOrDefault(agentId);

    public WaitingCall? Call(Guid callId) => _calls.GetValueOrDefault(callId);

    public Engagement? Engagement(Guid assignmentId) =>
        _assignments.TryGetValue(assignmentId, out var assignment)
            ? new Engagement
            {
                Assignment = assignment,
                Call = _calls.GetValueOrDefault(assignment.CallId)
                    ?? new WaitingCall { CallId = assignment.CallId, State = CallStates.Ended },
                Agent = _agents[assignment.AgentId],
            }
            : null;

    public IReadOnlyList<Engagement> LiveOfCall(Guid callId) =>
        [.. (_liveOfCall.GetValueOrDefault(callId) ?? []).Order().Select(id => Engagement(id)!)];

    public IReadOnlyList<Engagement> LiveOfAgent(Guid agentId) =>
        [.. (_liveOfAgent.GetValueOrDefault(agentId) ?? []).Order().Select(id => Engagement(id)!)];

    /// <summary>
    /// The other live assignments of the same call, and of the same agent where both have the agent alone.
    /// </summary>
    public IReadOnlyList<Engagement> Rivals(Assignment one)
    {
        var agents = (_liveOfAgent.GetValueOrDefault(one.AgentId) ?? [])
            .Where(id => one.Exclusive && _assignments[id].Exclusive);
        var calls = (_liveOfCall.GetValueOrDefault(one.CallId) ?? []).Where(id => _assignments[id].ReleasedAt is null);
        return
        [
            .. agents.Union(calls).Where(id => id != one.AssignmentId).Order().Select(id => Engagement(id)!),
        ];
    }

    /// <summary>
    /// The longest idle agents, those for whom calls wait, and of every bucket the calls that they could come to: one
    /// for each agent, and one for each that may be refused, kept or held.
    /// </summary>
    public MatchState State(int agents, int declined, DateTimeOffset now)
    {
        var ready = _ready.Take(agents).ToList();
        var spare = declined + _hard + (_meant == 0 ? 0 : Waiting.Count(call => call.PreferredUntilAt > now));
        var calls = new List<WaitingCall>();
        foreach (var bucket in _buckets.Values)
        {
            calls.AddRange(bucket.Where(call => !IsHeld(call.CallId)).Take(ready.Count + spare));
        }

        var meant = _meant == 0 ? [] : calls.Where(call => call.PreferredAgentId is { } id && _agents.ContainsKey(id))
            .Select(call => _agents[call.PreferredAgentId!.Value]).ToList();
        return new MatchState
        {
            Agents = meant.Count == 0 ? ready : [.. ready.UnionBy(meant, agent => agent.AgentId)],
            Calls = calls,
        };
    }

    /// <summary>How many calls wait in each queue or are being rung for.</summary>
    public IReadOnlyDictionary<Guid, int> Standing => _standing;

    /// <summary>How many other calls wait in a queue or are being rung for.</summary>
    public int StandingIn(Guid queueId, Guid except) => _standing.GetValueOrDefault(queueId)
        - (_calls.TryGetValue(except, out var call) && Stands(call) && call.QueueId == queueId ? 1 : 0);

    public WaitingCall? NextPlaceDue(DateTimeOffset now)
    {
        while (_places.TryPeek(out var call, out var at) && at <= now)
        {
            _places.Dequeue();
            if (_calls.TryGetValue(call.CallId, out var known) && known.State == CallStates.Waiting
                && known.PlaceUntilAt == at)
            {
                return known;
            }
        }

        return null;
    }

    public void Put(Engagement engagement)
    {
        Put(engagement.Call);
        Put(engagement.Agent);
        Put(engagement.Assignment);
    }

    public void Put(Agent agent)
    {
        if (_agents.TryGetValue(agent.AgentId, out var known) && MatchRules.WhyNotReady(known) is null)
        {
            _ready.Remove(known);
        }

        _agents[agent.AgentId] = agent;
        if (MatchRules.WhyNotReady(agent) is null)
        {
            _ready.Add(agent);
        }
    }

    public void Put(WaitingCall call)
    {
        Unlist(call.CallId);
        _calls[call.CallId] = call;
        CountStanding(call, 1);
        if (call.State != CallStates.Waiting)
        {
            return;
        }

        if (!_buckets.TryGetValue(call.Bucket, out var bucket))
        {
            bucket = new SortedSet<WaitingCall>(Comparer<WaitingCall>.Create(ByRank));
            _buckets.Add(call.Bucket, bucket);
        }

        bucket.Add(call);
        WaitingCount++;
        _meant += call.PreferredAgentId is null ? 0 : 1;
        _hard += call.Hard ? 1 : 0;
        if (call.PlaceUntilAt is { } at)
        {
            _places.Enqueue(call, at);
        }
    }

    public void ForgetCall(Guid callId)
    {
        Unlist(callId);
        _calls.Remove(callId);
    }

    public void ForgetAssignment(Guid assignmentId) => _assignments.Remove(assignmentId);

    /// <summary>
    /// A call that left its queue and came again while an agent was still held for it: the index of the table lets no
    /// second one be reserved.
    /// </summary>
    private bool IsHeld(Guid callId) => _liveOfCall.TryGetValue(callId, out var live)
        && live.Any(id => _assignments[id].ReleasedAt is null);

    private void Put(Assignment assignment)
    {
        _assignments[assignment.AssignmentId] = assignment;
        Mark(_liveOfAgent, assignment.AgentId, assignment);
        Mark(_liveOfCall, assignment.CallId, assignment);
    }

    private static void Mark(Dictionary<Guid, HashSet<Guid>> index, Guid key, Assignment assignment)
    {
        if (assignment.Live)
        {
            (index.TryGetValue(key, out var live) ? live : index[key] = []).Add(assignment.AssignmentId);
        }
        else if (index.TryGetValue(key, out var live) && live.Remove(assignment.AssignmentId) && live.Count == 0)
        {
            index.Remove(key);
        }
    }

    private void Unlist(Guid callId)
    {
        if (!_calls.TryGetValue(callId, out var known))
        {
            return;
        }

        CountStanding(known, -1);
        if (known.State == CallStates.Waiting)
        {
            var bucket = _buckets[known.Bucket];
            bucket.Remove(known);
            WaitingCount--;
            _meant -= known.PreferredAgentId is null ? 0 : 1;
            _hard -= known.Hard ? 1 : 0;
            if (bucket.Count == 0)
            {
                _buckets.Remove(known.Bucket);
            }
        }
    }

    private void CountStanding(WaitingCall call, int by)
    {
        if (Stands(call) && call.QueueId is { } queueId)
        {
            _standing[queueId] = _standing.GetValueOrDefault(queueId) + by;
        }
    }

    private static bool Stands(WaitingCall call) => call.State is CallStates.Waiting or CallStates.Assigned;

    private static int ByIdleTime(Agent one, Agent other) =>
        one.ReadyAt.CompareTo(other.ReadyAt) is not 0 and var order ? order : one.AgentId.CompareTo(other.AgentId);

    private static int ByRank(WaitingCall one, WaitingCall other)
    {
        var order = one.Rank.CompareTo(other.Rank);
        order = order != 0 ? order : one.QueuedAt!.Value.CompareTo(other.QueuedAt!.Value);
        return order != 0 ? order : one.CallId.CompareTo(other.CallId);
    }
}
