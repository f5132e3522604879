using System.Text.Json;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Matching;

public static class MatchStore
{
    /// <summary>Any number that nothing else in this database locks: one matcher decides at a time.</summary>
    private const long MatcherLock = 7_205_759;

    /// <summary>The cheap question of the sweep.</summary>
    public static Task<bool> AnyWaitingAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            "select exists (select from waiting_call where state = 'waiting')", cancellationToken: cancellation));

    /// <summary>
    /// Takes the matcher's lock until the end of the transaction and loads what it decides over, in one round trip.
    /// A holder that hangs loses its transaction after some seconds, so the wait for the lock is bounded.
    /// Of the agents it loads all, or only so many of those who are ready, the longest idle first.
    /// </summary>
    public static async Task<MatchState> LoadAsync(
        NpgsqlTransaction work, int? readyAgents, DateTimeOffset declinedSince, int calls,
        CancellationToken cancellation)
    {
        var ready = readyAgents is null
            ? ""
            : "and status = 'available' and activity = 'idle' and phone_online order by ready_at limit @readyAgents";
        await using var reader = await work.Connection!.QueryMultipleAsync(new CommandDefinition(
            $"""
            set local lock_timeout = '10s';
            set local idle_in_transaction_session_timeout = '5s';
            select 1 from (select pg_advisory_xact_lock({MatcherLock})) as locked;
            select agent_id, number, name, skills, status, activity, call_id, ready_at,
              phone_online, phone_changed_at, unreachable_at, added_at, removed_at
            from agent where removed_at is null {ready};
            select call_id, state, queue_id, queued_at, priority, skills, caller_ref, language, traceparent, changed_at
            from waiting_call where state = 'waiting' order by priority desc, queued_at, call_id limit @calls;
            select queue_id, name, skills, open, ring_ms, wrap_up_ms, changed_at from queue;
            select s.call_id, s.agent_id from assignment s join waiting_call c on c.call_id = s.call_id
            where c.state = 'waiting' and s.state in ('declined', 'expired') and s.ended_at > @declinedSince;
            """,
            new { declinedSince, calls, readyAgents }, work, cancellationToken: cancellation));
        await reader.ReadAsync<int>();
        return new MatchState
        {
            Agents = (await reader.ReadAsync<Agent>()).AsList(),
            Calls = (await reader.ReadAsync<WaitingCall>()).AsList(),
            Queues = (await reader.ReadAsync<Queue>()).ToDictionary(queue => queue.QueueId),
            Declined = (await reader.ReadAsync<Refused>()).Select(pair => (pair.CallId, pair.AgentId)).ToHashSet(),
        };
    }

    /// <summary>
    /// Reserves in one statement. A call or an agent that has changed since it was looked at, or that someone is
    /// changing now, is left out: the matcher looks again. Returns the assignments that were made.
    /// </summary>
    public static async Task<IReadOnlySet<Guid>> ReserveAsync(
        NpgsqlTransaction work, IReadOnlyList<Assignment> wanted, DateTimeOffset now, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<Guid>(new CommandDefinition(
            """
            with wanted as (
              select assignment_id, call_id, agent_id, queue_id, ring_until_at, lease_until_at
              from unnest(@assignmentIds, @callIds, @agentIds, @queueIds, @ringUntilAts, @leaseUntilAts)
                as w (assignment_id, call_id, agent_id, queue_id, ring_until_at, lease_until_at)
            ), free as (
              select w.assignment_id, w.call_id, w.agent_id, w.queue_id, w.ring_until_at, w.lease_until_at
              from wanted w
              join waiting_call c on c.call_id = w.call_id and c.state = 'waiting'
              join agent a on a.agent_id = w.agent_id and a.status = 'available' and a.activity = 'idle'
                and a.phone_online and a.removed_at is null
              for update of c, a skip locked
            ), made as (
              insert into assignment (assignment_id, call_id, agent_id, queue_id, state, assigned_at, ring_until_at,
                lease_until_at)
              select assignment_id, call_id, agent_id, queue_id, 'pending', @now, ring_until_at, lease_until_at
              from free
              returning assignment_id
            ), called as (
              update waiting_call c set state = 'assigned', changed_at = @now, reasons = null, reasons_at = null
              from free where c.call_id = free.call_id
            ), reserved as (
              update agent a set activity = 'reserved', call_id = free.call_id
              from free where a.agent_id = free.agent_id
            )
            select assignment_id from made
            """,
            new
            {
                assignmentIds = wanted.Select(one => one.AssignmentId).ToArray(),
                callIds = wanted.Select(one => one.CallId).ToArray(),
                agentIds = wanted.Select(one => one.AgentId).ToArray(),
                queueIds = wanted.Select(one => one.QueueId).ToArray(),
                ringUntilAts = wanted.Select(one => one.RingUntilAt).ToArray(),
                leaseUntilAts = wanted.Select(one => one.LeaseUntilAt!.Value).ToArray(),
                now,
            },
            work, cancellationToken: cancellation))).ToHashSet();

    /// <summary>Keeps why nobody got these calls, where that has changed.</summary>
    public static Task KeepReasonsAsync(
        NpgsqlTransaction work, IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, int>> reasons,
        DateTimeOffset now, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update waiting_call c set reasons = r.reasons::jsonb, reasons_at = @now
            from unnest(@callIds, @texts) as r (call_id, reasons)
            where c.call_id = r.call_id and c.state = 'waiting' and c.reasons is distinct from r.reasons::jsonb
            """,
            new
            {
                callIds = reasons.Keys.ToArray(),
                texts = reasons.Values.Select(value => JsonSerializer.Serialize(value)).ToArray(),
                now,
            },
            work, cancellationToken: cancellation));

    private sealed record Refused
    {
        public Guid CallId { get; init; }

        public Guid AgentId { get; init; }
    }
}
