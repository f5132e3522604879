using Dapper;
using Npgsql;

namespace CallCenter.Routing.Surges;

public static class SurgeStore
{
    /// <summary>The queues whose surge is over by the clock.</summary>
    public static async Task<IReadOnlyList<Guid>> DueAsync(
        NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation) =>
        (await connection.QueryAsync<Guid>(new CommandDefinition(
            "select queue_id from queue where surge_until_at <= @now order by queue_id",
            new { now }, cancellationToken: cancellation))).AsList();

    public static Task BeginAsync(
        NpgsqlTransaction work, Guid surgeId, Guid queueId, string by, DateTimeOffset at, DateTimeOffset until,
        CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into surge (surge_id, queue_id, started_at, started_by, until_at)
            values (@surgeId, @queueId, @at, @by, @until)
            """,
            new { surgeId, queueId, by, at, until }, work, cancellationToken: cancellation));

    /// <summary>Ends the surge of a queue if one is on.</summary>
    public static Task EndAsync(
        NpgsqlTransaction work, Guid queueId, string? by, DateTimeOffset at, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            "update surge set ended_at = @at, ended_by = @by where queue_id = @queueId and ended_at is null",
            new { queueId, by, at }, work, cancellationToken: cancellation));

    /// <summary>The surges of a queue, the latest first.</summary>
    public static async Task<IReadOnlyList<SurgeAnswer>> ListAsync(
        NpgsqlConnection connection, Guid queueId, int limit, CancellationToken cancellation) =>
        (await connection.QueryAsync<SurgeAnswer>(new CommandDefinition(
            """
            select started_at, started_by, until_at, ended_at, ended_by from surge
            where queue_id = @queueId order by started_at desc, surge_id desc limit @limit
            """,
            new { queueId, limit }, cancellationToken: cancellation))).AsList();
}
