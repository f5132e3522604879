using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Simulating;

/// <summary>
/// Routing in memory: the production rules over dictionaries instead of tables. What the stores and consumers do with
/// rows this does with objects; time and ids come in from outside, so that a history can be repeated.
/// </summary>
public sealed partial class Floor(FloorSettings settings)
{
    private readonly FloorIndex _index = new();
    private readonly Dictionary<Guid, Queue> _queues = [];
    private readonly Queue<(Guid CallId, Guid AgentId, DateTimeOffset At)> _declined = [];
    private readonly HashSet<(Guid CallId, Guid AgentId)> _declinedPairs = [];
    private readonly Dictionary<Guid, List<HardCall>> _hardCalls = [];

    public IReadOnlyCollection<Agent> Agents => _index.Agents;

    public IEnumerable<WaitingCall> Waiting => _index.Waiting;

    public int WaitingCount => _index.WaitingCount;

    public IEnumerable<Assignment> LiveAssignments => _index.LiveAssignments;

    public void Put(Agent agent) => _index.Put(agent);

    public void Put(Queue queue) => _queues[queue.QueueId] = queue;

    public Agent? FindAgent(Guid agentId) => _index.Agent(agentId);

    public WaitingCall? FindCall(Guid callId) => _index.Call(callId);

    public Engagement? Find(Guid assignmentId) => _index.Engagement(assignmentId);

    /// <summary>Whether the agent refused the call too short a time ago, as of the last pass.</summary>
    public bool HasDeclined(Guid callId, Guid agentId) => _declinedPairs.Contains((callId, agentId));

    /// <summary>A call is queued; the state it is in afterwards.</summary>
    public string Hear(CallQueued fact, KnownCaller caller, DateTimeOffset now)
    {
        var change = WaitingCall.Enter(
            FindCall(fact.CallId), fact, _queues.GetValueOrDefault(fact.QueueId),
            _index.StandingIn(fact.QueueId, except: fact.CallId), caller, traceparent: null, settings.LongestWait, now);
        if (change.Call is not null)
        {
            _index.Put(change.Call);
        }

        return FindCall(fact.CallId)!.State;
    }

    public Outcome Hear(AgentRinging fact) =>
        Change(fact.AssignmentId, on => AssignmentRules.Ring(on, fact.RingingAt));

    public Outcome Hear(CallAnswered fact)
    {
        var outcome = Change(
            fact.AssignmentId,
            on => AssignmentRules.Answer(on, _index.Rivals(on.Assignment), fact.AnsweredAt));
        if (outcome.Changed.Count > 0)
        {
            Keep(HardCall.Of(outcome.Changed[^1]));
        }

        return outcome;
    }

    /// <summary>The agent says the mood of the caller.</summary>
    public void Mark(Guid assignmentId, string mood)
    {
        Change(assignmentId, on => LoadRules.Mark(on, mood));
        Keep(Find(assignmentId) is { } on ? HardCall.Of(on) : null);
    }

    public Outcome Hear(AssignmentDeclined fact) =>
        Change(fact.AssignmentId, on => AssignmentRules.Decline(
            on, fact.Reason, settings.MissedRings, fact.DeclinedAt));

    public Outcome Hear(AgentReleased fact) => Hear(fact, wrapUpTime: null);

    /// <summary>The agent's part is over; the work after it takes its own time, or that of the queue.</summary>
    public Outcome Hear(AgentReleased fact, TimeSpan? wrapUpTime)
    {
        LastedUntil(fact);
        return Change(
            fact.AssignmentId,
            on => AssignmentRules.Release(
                on,
                wrapUpTime is { } own ? WrapUpPlan.Optional(own) : _queues[on.Assignment.QueueId].WrapUp,
                fact.ReleasedAt));
    }

    public void Hear(CallEnded fact, DateTimeOffset now)
    {
        var ended = WaitingCall.End(FindCall(fact.CallId), fact.CallId, now);
        _index.Put(ended);
        PartAll(fact.CallId, fact.EndedAt);
        foreach (var held in _index.LiveOfCall(fact.CallId))
        {
            Apply(AssignmentRules.CallEnded(held with { Call = ended }, settings.LeaseGrace, fact.EndedAt));
        }

        if (!settings.Remembers)
        {
            _index.ForgetCall(fact.CallId);
        }
    }

    public Outcome WrapUp(Guid assignmentId, string disposition, DateTimeOffset now) =>
        Change(assignmentId, on => AssignmentRules.WrapUp(on, disposition, now));

    public Outcome ExtendWrapUp(Guid assignmentId, TimeSpan more) =>
        Change(assignmentId, on => AssignmentRules.ExtendWrapUp(on, more));

    public void Choose(Guid agentId, string status, DateTimeOffset now) =>
        _index.Put(FindAgent(agentId)!.Choose(status, breakName: null, now).Agent);

    public void Return(Guid agentId, DateTimeOffset now) => _index.Put(FindAgent(agentId)!.Return(now).Agent);

    /// <summary>Ends what is due, as the worker of deadlines does.</summary>
    public void EndDue(DateTimeOffset now)
    {
        foreach (var due in _index.LiveAssignments.Where(one => one.IsDue(now)).ToList())
        {
            Change(due.AssignmentId, on => AssignmentRules.End(
                on, _queues[due.QueueId].WrapUp, settings.MissedRings, now));
        }
    }

    /// <summary>One pass of the matcher, over everyone where the longest idle are not enough.</summary>
    public IReadOnlyList<Engagement> Match(DateTimeOffset now, Func<Guid> nextId)
    {
        Place(now);
        while (_declined.TryPeek(out var oldest) && oldest.At <= now - settings.DeclineTime)
        {
            _declined.Dequeue();
            _declinedPairs.Remove((oldest.CallId, oldest.AgentId));
        }

        var made = new List<Engagement>();
        while (Look(now, nextId) is { Count: > 0 } more)
        {
            made.AddRange(more);
            if (more.TrueForAll(reserved => reserved.Assignment.Exclusive))
            {
                break;
            }
        }

        return made;
    }

    private List<Engagement> Look(DateTimeOffset now, Func<Guid> nextId)
    {
        var made = new List<Engagement>();
        if (_index.ReadyCount == 0 || _index.WaitingCount == 0)
        {
            return made;
        }

        var passedOver = Pass(settings.AgentsPerPass, made, now, nextId);
        if (passedOver && _index.ReadyCount > 0 && _index.ReadyCount + made.Count > settings.AgentsPerPass)
        {
            Pass(int.MaxValue, made, now, nextId);
        }

        return made;
    }

    private bool Pass(int agents, List<Engagement> made, DateTimeOffset now, Func<Guid> nextId)
    {
        var state = _index.State(agents, _declinedPairs.Count, now) with
        {
            Queues = _queues,
            Declined = _declinedPairs,
        };
        var hard = state.Spared.SelectMany(agentId => _hardCalls.GetValueOrDefault(agentId, []));
        var decision = MatchRules.Decide(
            state with { Loads = LoadRules.OfAll(state.Agents, hard, [], settings.Load, now) }, now);
        foreach (var match in decision.Matches)
        {
            var reserved = match.Reserve(nextId(), settings.LeaseGrace, now);
            _index.Put(reserved);
            made.Add(reserved);
        }

        return decision.PassedOver.Count > 0;
    }

    private void Keep(HardCall? call)
    {
        if (call is not null)
        {
            var own = _hardCalls.TryGetValue(call.AgentId, out var known) ? known : _hardCalls[call.AgentId] = [];
            own.RemoveAll(one => one.AssignmentId == call.AssignmentId
                || one.AnsweredAt < call.AnsweredAt - settings.Load.Memory);
            own.Add(call);
        }
    }

    private void Place(DateTimeOffset now)
    {
        while (_index.NextPlaceDue(now) is { } call)
        {
            _index.Put(PlaceRules.Place(call, _queues[call.QueueId!.Value].At(now).Plan, now));
        }
    }

    private Outcome Change(Guid assignmentId, Func<Engagement, Outcome> rule) =>
        Find(assignmentId) is { } on ? Apply(rule(on)) : Outcome.Refused("unknown assignment");

    private Outcome Apply(Outcome outcome)
    {
        foreach (var changed in outcome.Changed)
        {
            _index.Put(changed);
            var ended = changed.Assignment;
            if (ended.State is AssignmentStates.Declined or AssignmentStates.Expired
                && _declinedPairs.Add((ended.CallId, ended.AgentId)))
            {
                _declined.Enqueue((ended.CallId, ended.AgentId, ended.EndedAt!.Value));
            }

            if (!settings.Remembers && !ended.Live)
            {
                _index.ForgetAssignment(ended.AssignmentId);
            }
        }

        return outcome;
    }
}
