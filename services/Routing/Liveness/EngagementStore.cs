using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Waiting;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Liveness;

/// <summary>Agents and calls with what holds them, locked in the order in which everybody locks.</summary>
public static class EngagementStore
{
    /// <summary>
    /// The agent, removed or not, the assignment that has them alone and all that live; nobody where the agent is
    /// unknown, or held by what cannot be locked in order: it has come just now, or nothing is known of its call.
    /// </summary>
    public static async Task<(Agent? Agent, Engagement? Alone, IReadOnlyList<Assignment> All)> LockAgentAsync(
        NpgsqlTransaction work, Guid agentId, CancellationToken cancellation)
    {
        var held = await AssignmentStore.LockOfAgentAsync(work, agentId, cancellation);
        var alone = held.FirstOrDefault(one => one.Assignment.Exclusive);
        var agent = alone?.Agent ?? await AgentStore.LockAsync(work, agentId, cancellation);

        // Nobody reserves the agent or lets them go without this lock.
        var all = await AssignmentStore.ListLiveAsync(work.Connection!, agentId, cancellation);
        return alone is null && all.Any(one => one.Exclusive) ? (null, null, []) : (agent, alone, all);
    }

    /// <summary>The call, if it is known, and the live assignments of it.</summary>
    public static async Task<(WaitingCall? Call, IReadOnlyList<Engagement> Live)> LockCallAsync(
        NpgsqlTransaction work, Guid callId, CancellationToken cancellation)
    {
        var call = await WaitingCallStore.LockAsync(work, callId, cancellation);
        return (call, await AssignmentStore.LockOfCallAsync(work, callId, cancellation));
    }

    /// <summary>Calls of which only a live assignment of the agent is known: they are over.</summary>
    public static Task RememberUnknownCallsAsync(
        NpgsqlTransaction work, Guid agentId, DateTimeOffset now, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into waiting_call (call_id, state, changed_at)
            select s.call_id, 'ended', @now from assignment s
            where s.agent_id = @agentId and s.state in ('pending', 'accepted')
            on conflict do nothing
            """,
            new { agentId, now }, work, cancellationToken: cancellation));
}
