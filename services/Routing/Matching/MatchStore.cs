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
    internal const string Ready =
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
    /// What the statement that takes a free turn has found, for those behind it: asked anew, each would see another
    /// moment.
    /// </summary>
    private const string HasTurn = "coalesce(current_setting('routing.turn', true) = 'taken', false)";

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
    internal static string LoadSql(LoadLimits limits)
    {
        var everyone = limits.ReadyAgents is null;
        var coming = limits.Turn == MatcherTurn.IfFree;
        var wanted = coming ? HasTurn : AnyWaiting;
        var gate = coming ? HasTurn : "true";
        var ready = $"{Ready} and ({wanted}) order by ready_at limit @ReadyAgents";
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
        return $"""
            {TurnSql(limits.Turn)};
            select {AgentStore.Columns} from agent
            where {(everyone ? "removed_at is null" : ready)};
            select {AgentStore.Columns} from agent where agent_id in (
              select preferred_agent_id from waiting_call
              where state = 'waiting' and preferred_agent_id is not null and preferred_until_at > @now {meant})
            and {(everyone ? "false" : gate)};
            with recursive refused as materialized (
              select s.call_id from assignment s
              where s.state in ('declined', 'expired') and s.ended_at > @DeclinedSince
            ), bucket (name) as (
              (select bucket from waiting_call where state = 'waiting' and {gate} order by bucket limit 1)
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
            where c.state = 'waiting' and s.state in ('declined', 'expired') and s.ended_at > @DeclinedSince and {gate}
            {declined};
            select agent_id from agent_pause where until_at > @now and {gate};
            select exists (select from callback where state <> 'ended');
            """;
    }

    /// <summary>What takes the turn, or tries to; the last answer says whether it is ours.</summary>
    private static string TurnSql(MatcherTurn turn)
    {
        const string bounded =
            """
            set_config('lock_timeout', '10s', true)
              || set_config('idle_in_transaction_session_timeout', '2s', true)
            """;
        return turn switch
        {
            MatcherTurn.Awaited => $"select {bounded}; select true from pg_advisory_xact_lock({MatcherLock})",
            MatcherTurn.IfFree =>
                $"""
                select case when not {WaitingCallStore.OthersWait}
                  then case when pg_try_advisory_xact_lock({MatcherLock})
                    then {bounded} || set_config('routing.turn', 'taken', true) end end is not null
                """,
            _ => $"select {bounded}; select true",
        };
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

    private sealed record Refused
    {
        public Guid CallId { get; init; }

        public Guid AgentId { get; init; }
    }
}
