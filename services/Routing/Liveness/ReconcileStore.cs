using Dapper;
using Npgsql;

namespace CallCenter.Routing.Liveness;

public static class ReconcileStore
{
    /// <summary>Any number that nothing else in this database locks.</summary>
    private const long LookLock = 7_205_762;

    private const string Live = "s.state in ('pending', 'accepted')";

    /// <summary>Its agent does nothing else: the activity is that of the assignment.</summary>
    private const string Alone = "s.channel in ('voice', 'video')";

    /// <summary>
    /// True for the one replica that looks now: nobody has since an instant, and nobody does. Until the commit.
    /// </summary>
    public static async Task<bool> ClaimAsync(
        NpgsqlTransaction work, DateTimeOffset notSince, DateTimeOffset now, CancellationToken cancellation) =>
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            update reconcile_look set looked_at = @now
            where looked_at <= @notSince and pg_try_advisory_xact_lock({LookLock})
            """,
            new { notSince, now }, work, cancellationToken: cancellation)) == 1;

    /// <summary>
    /// Agents and calls about which something does not fit, as of one instant. It reads who is busy, what lives and
    /// which calls are neither waiting nor over, each by an index; at most so many.
    /// </summary>
    public static async Task<IReadOnlyList<Suspect>> FindAsync(
        NpgsqlTransaction work, DateTimeOffset neverEnded, int limit, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<Suspect>(new CommandDefinition(
            $"""
            select 'agent' as what, a.agent_id as id from agent a
            where a.activity <> 'idle' and (a.activity <> 'talking' or a.aside_call_id is distinct from a.call_id)
              and not exists (select from assignment s where s.agent_id = a.agent_id and {Live} and {Alone})
            union all
            select 'agent', a.agent_id from agent a
            where a.aside_call_id is not null and not exists (
              select from waiting_call c where c.call_id = a.aside_call_id and c.state <> 'ended')
            union all
            select 'agent', a.agent_id from assignment s join agent a on a.agent_id = s.agent_id
            where {Live} and {Alone} and (a.call_id is distinct from s.call_id
              or a.activity <> all (case when s.state = 'pending' then array['reserved', 'ringing']
                when s.released_at is null then array['talking'] else array['wrap-up'] end))
            union all
            select 'agent', a.agent_id from agent a left join (
              select s.agent_id, count(*) filter (where s.channel = 'chat') as chats,
                count(*) filter (where s.channel = 'task') as tasks
              from assignment s where {Live} and not {Alone} group by s.agent_id
            ) as h on h.agent_id = a.agent_id
            where a.held <> array[0, 0, coalesce(h.chats, 0), coalesce(h.tasks, 0)]::smallint[]
            union all
            select 'call', s.call_id from assignment s left join waiting_call c on c.call_id = s.call_id
            where {Live} and (c.call_id is null or s.released_at is null and case
              when s.state = 'pending' then c.state <> 'assigned' or s.lease_until_at is null
              when c.state = 'ended' then s.lease_until_at is null
              else c.state <> 'answered' end)
            union all
            select 'call', c.call_id from waiting_call c
            where c.state = 'assigned'
              and not exists (select from assignment s where s.call_id = c.call_id and s.state = 'pending')
            union all
            select 'call', c.call_id from waiting_call c
            where c.state in ('assigned', 'answered', 'served', 'gone', 'not-routable') and c.changed_at <= @neverEnded
            limit @limit
            """,
            new { neverEnded, limit }, work, cancellationToken: cancellation))).Distinct().AsList();

    /// <summary>
    /// Remembers what was found now and forgets what was not. Returns what has been found without a break since
    /// before an instant; a call that waits beside an idle agent once.
    /// </summary>
    public static async Task<IReadOnlyList<Suspect>> RememberAsync(
        NpgsqlTransaction work, IReadOnlyList<Suspect> found, DateTimeOffset seenBefore, DateTimeOffset now,
        CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<Suspect>(new CommandDefinition(
            """
            with found as (
              select what, id from unnest(@whats, @ids) as f (what, id)
            ), over as (
              delete from suspicion s where not exists (select from found f where f.what = s.what and f.id = s.id)
            ), fresh as (
              insert into suspicion (what, id, seen_at) select what, id, @now from found on conflict do nothing
            )
            update suspicion s set told = true from found f
            where f.what = s.what and f.id = s.id and s.seen_at <= @seenBefore and not (s.told and s.what = 'waiting')
            returning s.what, s.id
            """,
            new
            {
                whats = found.Select(one => one.What).ToArray(),
                ids = found.Select(one => one.Id).ToArray(),
                seenBefore,
                now,
            },
            work, cancellationToken: cancellation))).AsList();
}
