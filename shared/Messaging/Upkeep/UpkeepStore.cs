using Npgsql;

namespace CallCenter.Messaging.Upkeep;

/// <summary>What waits, what is set aside, and what upkeep has missed.</summary>
public sealed record Backlog
{
    /// <summary>Pending events; counted up to 100,000.</summary>
    public required long Pending { get; init; }

    /// <summary>Age of the oldest pending event, in seconds; 0 when nothing waits.</summary>
    public required double OldestSeconds { get; init; }

    public required long Parked { get; init; }

    /// <summary>
    /// Rows in the default partitions of log and inbox: more than a few means that upkeep does not run.
    /// </summary>
    public required long Unpartitioned { get; init; }
}

/// <summary>Partitions and measures of the messaging schema.</summary>
internal static class UpkeepStore
{
    private const string MeasureSql = """
        select
          (select count(*) from (select 1 from msg.outbox limit 100000) as p),
          (select min(e.said_at) from generate_series(0, 7) as part
             cross join lateral (select o.day, o.id from msg.outbox o where o.part = part
               order by o.id limit 1) as first
             join msg.event_log e on e.day = first.day and e.id = first.id),
          (select count(*) from msg.outbox_parked),
          (select count(*) from (select 1 from msg.event_log_default limit 100000) as l)
            + (select count(*) from (select 1 from msg.inbox_default limit 100000) as i)
        """;

    public static async Task<(int Created, int Dropped)> KeepPartitionsAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select created, dropped from msg.keep_partitions()", connection)
        {
            // After a gap it moves the rows of days; cut off in the middle it would begin anew each time.
            CommandTimeout = 600,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    public static async Task<Backlog> MeasureAsync(
        NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(MeasureSql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new Backlog
        {
            Pending = reader.GetInt64(0),
            OldestSeconds = reader.IsDBNull(1)
                ? 0
                : Math.Max(0, (now - reader.GetFieldValue<DateTimeOffset>(1)).TotalSeconds),
            Parked = reader.GetInt64(2),
            Unpartitioned = reader.GetInt64(3),
        };
    }
}
