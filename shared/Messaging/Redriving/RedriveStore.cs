using Npgsql;
using NpgsqlTypes;

namespace CallCenter.Messaging.Redriving;

/// <summary>Puts events back into the outbox: the log, not the broker, is where nothing is ever lost.</summary>
internal static class RedriveStore
{
    public static Task<int> FromLogAsync(
        NpgsqlConnection connection, DateTimeOffset from, string? subject, CancellationToken cancellation) =>
        ExecuteAsync(connection, """
            insert into msg.outbox (part, id, day, subject)
            select msg.part_of(e.subject), e.id, e.day, e.subject
            from msg.event_log e
            where e.day >= ($1 at time zone 'utc')::date - 1 and e.said_at >= $1 and ($2 is null or e.subject = $2)
            order by e.id
            on conflict do nothing
            """, cancellation,
            new NpgsqlParameter { Value = from, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            new NpgsqlParameter { Value = (object?)subject ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });

    /// <summary>What was parked and said since; the rest stays parked.</summary>
    public static Task<int> ParkedAsync(
        NpgsqlConnection connection, DateTimeOffset since, CancellationToken cancellation) =>
        ExecuteAsync(connection, """
            with freed as (
              delete from msg.outbox_parked p using msg.event_log e
              where e.day = p.day and e.id = p.id and e.said_at >= $1
              returning p.id, p.day, p.subject)
            insert into msg.outbox (part, id, day, subject)
            select msg.part_of(subject), id, day, subject from freed
            on conflict do nothing
            """, cancellation, new NpgsqlParameter { Value = since, NpgsqlDbType = NpgsqlDbType.TimestampTz });

    /// <summary>How many are parked.</summary>
    public static async Task<long> CountParkedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select count(*) from msg.outbox_parked", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
