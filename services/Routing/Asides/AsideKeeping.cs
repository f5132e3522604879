using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Asides;

/// <summary>Keeps who talks beside which call, with the event that says it.</summary>
internal static class AsideKeeping
{
    /// <summary>An agent talks beside the call, unless that is over; a number in their place is not kept.</summary>
    public static async Task JoinAsync(
        UnitOfWork work, Guid callId, Guid? agentId, DateTimeOffset at, CancellationToken cancellation)
    {
        var call = await WaitingCallStore.LockAsync(work.Transaction, callId, cancellation);
        if (agentId is { } id && call?.State != CallStates.Ended
            && await AgentStore.LockAsync(work.Transaction, id, cancellation) is { } agent)
        {
            Save(work, agent.Join(callId, at));
        }
    }

    /// <summary>The talks beside the call are over: that of one agent, or all.</summary>
    public static async Task LeaveAsync(
        UnitOfWork work, Guid callId, Guid? agentId, DateTimeOffset at, WakeSignal<MatchWorker> signal,
        CancellationToken cancellation)
    {
        foreach (var agent in await AgentStore.LockBesideAsync(work.Transaction, callId, agentId, cancellation))
        {
            Save(work, agent.Part(callId, at));
            work.AfterCommit(signal.Wake);
        }
    }

    private static void Save(UnitOfWork work, AgentChange change)
    {
        AgentStore.Save(work, change.Agent);
        work.Publish(change.Events);
    }
}
