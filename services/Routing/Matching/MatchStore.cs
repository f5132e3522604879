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

    /// <summary>
    /// Who can be offered anything: the index agent_ready leads to them and to a few whom the last line removes.
    /// </summary>
    private const string Ready =
        """
        removed_at is null and status = 'available' and activity = 'idle' and phone_online
        and not_responding_at is null and next_status is null and aside_call_id is null
        """;

    /// <summary>The wrap-ups that end while a phone rings, of calls in progress.</summary>
    internal const string SoonFree = "state = 'accepted' and released_at is not null and wrap_up_until_at <= @SoonAt";

    /// <summary>Asked once, before any agent is read: most passes find that nobody waits.</summary>
    private const string AnyWaiting =
        """
        exists (select from waiting_call where state = 'waiting')
          or exists (select from callback where state <> 'ended')
        """;

    /// <summary>
    /// The cheap question of the sweep: who came just now is dealt with by the look that their coming wakes.
    /// </summary>
    public static Task<bool> AnyLeftAsync(
        NpgsqlConnection connection, DateTimeOffset since, CancellationToken cancellation) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            """
            select exists (select from waiting_call where state = 'waiting' and changed_at <= @since)
              or exists (select from callback where state <> 'ended')
            """,
            new { since },
            cancellationToken: cancellation));

    /// <summary>Whether a call or a callback waits.</summary>
    public static Task<bool> AnyWaitingAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.QuerySingleAsync<bool>(
            new CommandDefinition($"select {AnyWaiting}", cancellationToken: cancellation));

    /// <summary>
    /// Takes the matcher's lock, as asked for, until the end of the transaction and loads what it decides
    /// over, in one round trip.
    /// </summary>
    public static async Task<MatchState> LoadAsync(
        NpgsqlTransaction work, LoadLimits limits, DateTimeOffset now, CancellationToken cancellation)
    {
        var parameters = ParametersOf(limits, now);
        await using var reader = await work.Connection!.QueryMultipleAsync(
            new CommandDefinition(LoadSql(limits), parameters, work, cancellationToken: cancellation));
        return await ReadAsync(reader, limits);
    }

    internal static DynamicParameters ParametersOf(LoadLimits limits, DateTimeOffset now) => new(
        new { limits.ReadyAgents, limits.Explained, limits.Calls, limits.DeclinedSince, limits.SoonAt, now });

    /// <summary>
    /// The statements that take the lock and load.
    /// A holder that hangs loses its transaction after two seconds, so the wait for the lock is bounded.
    /// Of the agents they load all, or only so many of those who are ready, the longest idle first, and those for whom
    /// calls wait. Of the calls they load the first of every bucket: one for each
    /// agent, and one for each that may be refused, kept or held. While a customer waits to be called back, one for
    /// each agent too who comes free while a phone rings: the calls before that customer have theirs first.
    /// </summary>
    /// <param name="limits">How much.</param>
    /// <param name="coming">
    /// Whether it is asked while a call enters that is not stored yet: then nothing is locked or read unless it is the
    /// first of its queue.
    /// </param>
    internal static string LoadSql(LoadLimits limits, bool coming = false)
    {
        var everyone = limits.ReadyAgents is null;
        var wanted = coming ? $"not {WaitingCallStore.OthersWait}" : AnyWaiting;
        var meant = coming
            ? """
              union all select unnest(array[@ownerAgentId, @preferredAgentId]::uuid[])
              union all select agent_id from last_agent where caller_ref = @callerRef
              """
            : "";
        var declined = coming
            ? """
              union all select call_id, agent_id from assignment
              where call_id = @callId and state in ('declined', 'expired') and ended_at > @DeclinedSince
              """
            : "";
        var ready = $"{Ready} and ({wanted}) order by ready_at limit @ReadyAgents";
        const string hanging = "set_config('idle_in_transaction_session_timeout', '2s', true)";
        const string bounded = $"select set_config('lock_timeout', '10s', true), {hanging};";
        var turn = limits.Turn switch
        {
            MatcherTurn.Awaited => $"{bounded} select true from pg_advisory_xact_lock({MatcherLock})",
            MatcherTurn.IfFree =>
                $"""
                select case when {wanted} then case when pg_try_advisory_xact_lock({MatcherLock}) then {hanging} end end
                  is not null
                """,
            _ => $"{bounded} select true",
        };
        return $"""
            {turn};
            select {AgentStore.Columns} from agent
            where {(everyone ? "removed_at is null" : ready)};
            select {AgentStore.Columns} from agent where agent_id in (
              select preferred_agent_id from waiting_call
              where state = 'waiting' and preferred_agent_id is not null and preferred_until_at > @now {meant})
            and {(everyone ? "false" : "true")};
            with recursive refused as materialized (
              select s.call_id from assignment s
              where s.state in ('declined', 'expired') and s.ended_at > @DeclinedSince
            ), bucket (name) as (
              (select bucket from waiting_call where state = 'waiting' order by bucket limit 1)
              union all
              select (select c.bucket from waiting_call c where c.state = 'waiting' and c.bucket > b.name
                      order by c.bucket limit 1)
              from bucket b where b.name is not null
            ), wanted as (
              select count(*) + case when exists (select from callback where state <> 'ended') then (
                  select count(*) from assignment where {SoonFree}) else 0 end as agents
              from (select from agent where {Ready} limit @ReadyAgents) as counted
            ), each as (
              select least(case when agents = 0 then 0 else agents + (select count(*) from refused)
                  + (select count(*) from waiting_call where state = 'waiting'
                     and preferred_agent_id is not null and preferred_until_at > @now)
                  + (select count(*) from waiting_call where state = 'waiting' and hard) end + @Explained,
                greatest(1, @Calls / greatest(1, (select count(name) from bucket)))) as most
              from wanted
            )
            select {WaitingCallStore.Columns} from bucket b cross join lateral (
              select {WaitingCallStore.Columns} from waiting_call
              where state = 'waiting' and bucket = b.name
              order by rank, queued_at, call_id limit (select most from each)
            ) first where b.name is not null;
            select {QueueStore.Columns} from queue where {wanted};
            select s.call_id, s.agent_id from assignment s join waiting_call c on c.call_id = s.call_id
            where c.state = 'waiting' and s.state in ('declined', 'expired') and s.ended_at > @DeclinedSince {declined};
            select agent_id from agent_pause where until_at > @now;
            select exists (select from callback where state <> 'ended');
            """;
    }

    internal static async Task<MatchState> ReadAsync(SqlMapper.GridReader reader, LoadLimits limits)
    {
        if (limits.Turn != MatcherTurn.IfFree)
        {
            await reader.ReadAsync();
        }

        var hasTurn = await reader.ReadSingleAsync<bool>();
        var agents = (await reader.ReadAsync<Agent>()).AsList();
        var meant = (await reader.ReadAsync<Agent>()).AsList();
        var calls = (await reader.ReadAsync<WaitingCall>()).AsList();
        return new MatchState
        {
            HasTurn = hasTurn,
            Agents = meant.Count == 0 ? agents : [.. agents.UnionBy(meant, agent => agent.AgentId)],
            Calls = calls,
            Share = Math.Max(1, limits.Calls / Math.Max(1, calls.Select(call => call.Bucket).Distinct().Count())),
            Queues = (await reader.ReadAsync<Queue>()).ToDictionary(queue => queue.QueueId),
            Declined = (await reader.ReadAsync<Refused>()).Select(pair => (pair.CallId, pair.AgentId)).ToHashSet(),
            Paused = (await reader.ReadAsync<Guid>()).ToHashSet(),
            AnyCallbacks = await reader.ReadSingleAsync<bool>(),
        };
    }

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
                  and case when {Ready} then a.held[w.slot] < a.capacity[w.slot] end
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

    private sealed record Refused
    {
        public Guid CallId { get; init; }

        public Guid AgentId { get; init; }
    }
}
