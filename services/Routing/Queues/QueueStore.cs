using Dapper;
using Npgsql;

namespace CallCenter.Routing.Queues;

public static class QueueStore
{
    /// <summary>Any number that nothing else in this database locks.</summary>
    private const long PlansLock = 7_204_001;

    /// <summary>Every column.</summary>
    internal const string Columns =
        """
        queue_id, name, skills, open, ring_ms, wrap_up_ms, wrap_up_mode, wrap_up_most_ms, plan_json,
        surge_until_at, changed_at
        """;

    public static Task<Queue?> FindAsync(NpgsqlConnection connection, Guid queueId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Queue>(new CommandDefinition(
            $"select {Columns} from queue where queue_id = @queueId",
            new { queueId }, cancellationToken: cancellation));

    public static async Task<IReadOnlyList<Queue>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        (await connection.QueryAsync<Queue>(new CommandDefinition(
            $"select {Columns} from queue order by name, queue_id", cancellationToken: cancellation))).AsList();

    /// <summary>One change of queues at a time: what a plan says of others stays true until the commit.</summary>
    public static Task LockPlansAsync(NpgsqlTransaction work, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            $"select pg_advisory_xact_lock({PlansLock})", transaction: work, cancellationToken: cancellation));

    public static Task<Queue?> LockAsync(NpgsqlTransaction work, Guid queueId, CancellationToken cancellation) =>
        work.Connection!.QuerySingleOrDefaultAsync<Queue>(new CommandDefinition(
            $"select {Columns} from queue where queue_id = @queueId for update",
            new { queueId }, work, cancellationToken: cancellation));

    public static Task SaveAsync(NpgsqlTransaction work, Queue queue, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into queue (queue_id, name, skills, open, ring_ms, wrap_up_ms, wrap_up_mode, wrap_up_most_ms,
              plan_json, surge_until_at, changed_at)
            values (@QueueId, @Name, @Skills, @Open, @RingMs, @WrapUpMs, @WrapUpMode, @WrapUpMostMs,
              @PlanJson::jsonb, @SurgeUntilAt, @ChangedAt)
            on conflict (queue_id) do update set name = excluded.name, skills = excluded.skills, open = excluded.open,
              ring_ms = excluded.ring_ms, wrap_up_ms = excluded.wrap_up_ms, wrap_up_mode = excluded.wrap_up_mode,
              wrap_up_most_ms = excluded.wrap_up_most_ms,
              plan_json = excluded.plan_json, surge_until_at = excluded.surge_until_at,
              changed_at = excluded.changed_at
            """,
            queue, work, cancellationToken: cancellation));
}
