using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Waiting;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Matching;

/// <summary>What the matcher has decided becomes assignments.</summary>
public static class ReservationStore
{
    /// <summary>
    /// Reserves in one statement. A call or an agent that has changed since it was looked at, that someone is changing
    /// now, or that an assignment holds against all rules, is left out: the matcher looks again. The laterals and the
    /// case have each found by its id: the planner, who believes that nobody is ready, would look through all who are.
    /// A call that comes is stored first. Returns the assignments that were made.
    /// </summary>
    public static async Task<IReadOnlySet<Guid>> ReserveAsync(
        NpgsqlTransaction work, IReadOnlyList<Assignment> wanted, WaitingCall? coming, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(coming);
        parameters.AddDynamicParams(new
        {
            assignmentIds = wanted.Select(one => one.AssignmentId).ToArray(),
            callIds = wanted.Select(one => one.CallId).ToArray(),
            agentIds = wanted.Select(one => one.AgentId).ToArray(),
            queueIds = wanted.Select(one => one.QueueId).ToArray(),
            channels = wanted.Select(one => one.Channel).ToArray(),
            slots = wanted.Select(one => Channels.IndexOf(one.Channel) + 1).ToArray(),
            ringUntilAts = wanted.Select(one => one.RingUntilAt).ToArray(),
            leaseUntilAts = wanted.Select(one => one.LeaseUntilAt!.Value).ToArray(),
            now,
        });
        return (await work.Connection!.QueryAsync<Guid>(new CommandDefinition(
            $"""
            {(coming is null ? "" : $"{WaitingCallStore.SaveSql};")}
            with wanted as (
              select assignment_id, call_id, agent_id, queue_id, channel, slot, ring_until_at, lease_until_at
              from unnest(@assignmentIds, @callIds, @agentIds, @queueIds, @channels, @slots, @ringUntilAts,
                @leaseUntilAts)
                as w (assignment_id, call_id, agent_id, queue_id, channel, slot, ring_until_at, lease_until_at)
            ), free as (
              select w.assignment_id, w.call_id, w.agent_id, w.queue_id, w.channel, w.ring_until_at, w.lease_until_at
              from wanted w
              cross join lateral (
                select from waiting_call c where c.call_id = w.call_id and c.state = 'waiting' for update skip locked
              ) as c
              cross join lateral (
                select from agent a where a.agent_id = w.agent_id
                  and case when {MatchStore.Ready} then a.held[w.slot] < a.capacity[w.slot] end
                  and not exists (select from agent_pause p where p.agent_id = a.agent_id and p.until_at > @now)
                for update skip locked
              ) as a
            ), made as (
              insert into assignment (assignment_id, call_id, agent_id, queue_id, channel, state, assigned_at,
                ring_until_at, lease_until_at)
              select assignment_id, call_id, agent_id, queue_id, channel, 'pending', @now, ring_until_at, lease_until_at
              from free
              on conflict do nothing
              returning assignment_id, call_id, agent_id, channel
            ), called as (
              update waiting_call c set state = 'assigned', changed_at = @now, reasons = null, reasons_at = null
              from made where c.call_id = made.call_id
            ), reserved as (
              update agent a set activity = 'reserved', call_id = made.call_id, assigned_at = @now
              from made where a.agent_id = made.agent_id and made.channel in ('voice', 'video')
            ), shared as (
              update agent a set held[w.slot] = a.held[w.slot] + 1, ready_at = @now, assigned_at = @now
              from made join wanted w using (assignment_id)
              where a.agent_id = made.agent_id and made.channel not in ('voice', 'video')
            )
            select assignment_id from made
            """,
            parameters, work, cancellationToken: cancellation))).ToHashSet();
    }
}
