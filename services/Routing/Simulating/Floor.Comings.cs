using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Simulating;

/// <summary>
/// The part of the floor for those who come and go: calls that leave their queue, agents beside the call of another,
/// agents of the centre.
/// </summary>
public sealed partial class Floor
{
    private readonly HashSet<Guid> _beside = [];

    /// <summary>The call waits no longer and may be queued again; what it holds of an agent is told later.</summary>
    public void Leave(Guid callId, DateTimeOffset now)
    {
        if (FindCall(callId)?.Leave(now) is { } left)
        {
            _index.Put(left);
        }
    }

    /// <summary>An agent talks beside the call, unless that is over.</summary>
    public void Join(Guid callId, Guid agentId, DateTimeOffset at)
    {
        if (FindCall(callId)?.State != CallStates.Ended)
        {
            _index.Put(FindAgent(agentId)!.Join(callId, at).Agent);
            _beside.Add(agentId);
        }
    }

    /// <summary>That talk is over.</summary>
    public void Part(Guid callId, Guid agentId, DateTimeOffset at)
    {
        _index.Put(FindAgent(agentId)!.Part(callId, at).Agent);
        _beside.RemoveWhere(id => FindAgent(id)!.AsideCallId is null);
    }

    /// <summary>An agent makes a call of their own.</summary>
    public Outcome Hear(AgentDialled fact) => Apply(AssignmentRules.Dial(
        fact, FindCall(fact.CallId), FindAgent(fact.AgentId)!, _index.LiveOfAgent(fact.AgentId), settings.LeaseGrace));

    /// <summary>A new agent, or one who returns to the centre.</summary>
    public void Add(Guid agentId, AgentProfile wanted, DateTimeOffset at) =>
        _index.Put(Agent.Add(FindAgent(agentId), agentId, wanted, at).Agent);

    /// <summary>The agent leaves the centre.</summary>
    public void Remove(Guid agentId, DateTimeOffset at)
    {
        Apply(AssignmentRules.AgentRemoved(_index.LiveOfAgent(agentId), at));
        _index.Put(FindAgent(agentId)!.Remove(at).Agent);
    }

    /// <summary>A hard call weighs by its length too.</summary>
    private void LastedUntil(AgentReleased fact)
    {
        if (_hardCalls.TryGetValue(fact.AgentId, out var own)
            && own.FindIndex(call => call.AssignmentId == fact.AssignmentId) is >= 0 and var at)
        {
            own[at] = own[at] with { ReleasedAt = fact.ReleasedAt };
        }
    }

    private void PartAll(Guid callId, DateTimeOffset at)
    {
        foreach (var agentId in _beside.Where(id => FindAgent(id)!.AsideCallId == callId).Order().ToList())
        {
            Part(callId, agentId, at);
        }
    }
}
