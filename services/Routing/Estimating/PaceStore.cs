using CallCenter.Routing.Agents;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Estimating;

public static class PaceStore
{
    private const string Columns =
        """
        queue_id, agents, served, served_ms, ringing_ms, "left", waited_ms, promises, reckoned_ms, promised_ms,
        actual_ms, error_ms, new_caller_ms
        """;

    /// <summary>When somebody looked last, locked; null while another replica looks.</summary>
    public static async Task<DateTimeOffset?> LockLookAsync(
        NpgsqlTransaction work, CancellationToken cancellation) =>
        (await work.Connection!.QuerySingleOrDefaultAsync<Look>(new CommandDefinition(
            "select looked_at from estimate_look for update skip locked",
            transaction: work, cancellationToken: cancellation)))?.LookedAt;

    public static Task SaveLookAsync(NpgsqlTransaction work, DateTimeOffset now, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            "update estimate_look set looked_at = @now", new { now }, work, cancellationToken: cancellation));

    public static async Task<IReadOnlyList<QueuePace>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        (await connection.QueryAsync<QueuePace>(new CommandDefinition(
            $"select {Columns} from queue_pace", cancellationToken: cancellation))).AsList();

    /// <summary>The calls that gave their agents back in a span of time, the latest of them, in their order.</summary>
    public static async Task<IReadOnlyList<FreedAgent>> FreedAsync(
        NpgsqlTransaction work, DateTimeOffset since, DateTimeOffset until, int limit,
        CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<FreedAgent>(new CommandDefinition(
            """
            select queue_id, extract(epoch from answered_at - assigned_at)::float8 * 1000 as ringing_ms,
              extract(epoch from ended_at - assigned_at)::float8 * 1000 as held_ms
            from (
              select queue_id, assigned_at, answered_at, ended_at from assignment
              where ended_at > @since and ended_at <= @until and state = 'completed' and answered_at is not null
              order by ended_at desc limit @limit
            ) as latest order by ended_at
            """,
            new { since, until, limit }, work, cancellationToken: cancellation))).AsList();

    /// <summary>
    /// Agents who will take a call when they are free, as the matcher sees it, by what they can take, and how many they
    /// are: nobody who does not respond, is about to leave or pauses after hard calls.
    /// </summary>
    public static async Task<IReadOnlyList<(Agent Agent, int Count)>> AtWorkAsync(
        NpgsqlTransaction work, DateTimeOffset now, CancellationToken cancellation) =>
        [
            .. (await work.Connection!.QueryAsync<AgentKind>(new CommandDefinition(
                """
                select skills, levels, team, site, languages, capacity, count(*)::int as count from agent a
                where removed_at is null and status = 'available' and phone_online
                  and (unreachable_at is null or phone_changed_at > unreachable_at)
                  and not_responding_at is null and next_status is null
                  and not exists (select from agent_pause p where p.agent_id = a.agent_id and p.until_at > @now)
                group by skills, levels, team, site, languages, capacity
                """,
                new { now }, work, cancellationToken: cancellation))).Select(kind => (kind.Agent, kind.Count)),
        ];

    /// <summary>Saves the paces that have changed, a row for each queue.</summary>
    public static Task SaveAsync(
        NpgsqlTransaction work, IEnumerable<QueuePace> paces, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            insert into queue_pace ({Columns})
            values (@QueueId, @Agents, @Served, @ServedMs, @RingingMs, @Left, @WaitedMs, @Promises, @ReckonedMs,
              @PromisedMs, @ActualMs, @ErrorMs, @NewCallerMs)
            on conflict (queue_id) do update set agents = excluded.agents, served = excluded.served,
              served_ms = excluded.served_ms, ringing_ms = excluded.ringing_ms, "left" = excluded."left",
              waited_ms = excluded.waited_ms, promises = excluded.promises, reckoned_ms = excluded.reckoned_ms,
              promised_ms = excluded.promised_ms, actual_ms = excluded.actual_ms, error_ms = excluded.error_ms,
              new_caller_ms = excluded.new_caller_ms
            """,
            paces, work, cancellationToken: cancellation));

    private sealed record Look
    {
        public DateTimeOffset LookedAt { get; init; }
    }

    private sealed record AgentKind
    {
        public string[] Skills { get; init; } = [];

        public short[] Levels { get; init; } = [];

        public string? Team { get; init; }

        public string? Site { get; init; }

        public string[] Languages { get; init; } = [];

        public short[] Capacity { get; init; } = [];

        public int Count { get; init; }

        public Agent Agent => new()
        {
            AgentId = default, Number = "", Name = "", Skills = Skills, Levels = Levels, Team = Team, Site = Site,
            Languages = Languages, Capacity = Capacity,
        };
    }
}
