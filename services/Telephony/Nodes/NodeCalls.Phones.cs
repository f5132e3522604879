using CallCenter.Telephony.Calls;

namespace CallCenter.Telephony.Nodes;

/// <summary>The part that tells calls of their agents' phones.</summary>
internal sealed partial class NodeCalls
{
    /// <summary>Whether the phone of an agent rings for a call here, or has been picked up just now.</summary>
    public bool Rings(Guid agentId) => _actors.Values.Any(actor => actor.Call is { } call
        && ((call is { Phase: CallPhase.Ringing or CallPhase.Connecting, Assignment: { } assignment }
                && assignment.AgentId == agentId)
            || (call.Third is { Stage: ThirdStage.Ringing, ConsultationId: not null } found
                && found.AgentId == agentId)));

    /// <summary>Tells the calls in which an agent talks, or is asked, that their phone is gone, or back.</summary>
    public void Tell(Guid agentId, bool isBack)
    {
        foreach (var actor in _actors.Values.Where(actor =>
            actor.Call?.Assignment?.AgentId == agentId || actor.Call?.Third?.AgentId == agentId))
        {
            actor.Post(isBack ? new PhoneBack(agentId) : new PhoneLost(agentId));
        }
    }
}
