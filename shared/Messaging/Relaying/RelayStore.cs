using CallCenter.Messaging.Wire;
using Npgsql;
using NpgsqlTypes;

namespace CallCenter.Messaging.Relaying;

/// <summary>Claims what is pending in one part and records what became of it.</summary>
internal static class RelayStore
{
    // The lock belongs to the transaction: the death of this process or connection frees it. A relay that hangs loses
    // its transaction after 15 s, so its late DELETE fails and the events are published again: duplicates, never loss.
    // Losing the commit of a DELETE in a crash of the server has the same harmless result, so it need not wait for
    // disk.
    // A plan made anew for every claim would cost more than the claim.
    private const string LockSql = """
        select pg_try_advisory_xact_lock(743170, $1),
          set_config('idle_in_transaction_session_timeout', '15s', true),
          set_config('lock_timeout', '1s', true),
          set_config('synchronous_commit', 'off', true),
          set_config('plan_cache_mode', 'force_generic_plan', true)
        """;

    // Nearly all that is due was said today: its events come with their pointers. With the day as a parameter the
    // other partitions of the log are not even opened; the offset keeps the planner from reading the whole day.
    private const string DueSql = """
        select due.id, due.day, due.attempts, l.event_id, l.subject, l.subject_seq, l.type, l.routing_key,
          l.message_type, l.source, l.traceparent, l.said_at, l.body
        from (
          select o.id, o.day, o.attempts
          from msg.outbox o
          where o.part = $1 and (o.not_before is null or o.not_before <= $2)
            and not exists (
              select 1 from msg.outbox held
              where held.part = o.part and held.subject = o.subject and held.id < o.id and held.not_before > $2)
          order by o.id
          limit $3) as due
        left join lateral (
          select event_id, subject, subject_seq, type, routing_key, message_type, source, traceparent, said_at, body
          from msg.event_log where day = $4 and id = due.id offset 0) as l on due.day = $4
        order by due.id
        """;

    private const string LoggedOnSql = """
        select id, event_id, subject, subject_seq, type, routing_key, message_type, source, traceparent, said_at, body
        from msg.event_log
        where day = $1 and id = any($2)
        """;

    private const string PartsWithWorkSql = """
        select part from generate_series(0, 7) as part
        where exists (
          select 1 from msg.outbox o where o.part = part and (o.not_before is null or o.not_before <= $1))
        """;

    /// <summary>Locks the part and reads its due events in order; null while another relay holds it.</summary>
    public static async Task<IReadOnlyList<PendingEvent>?> ClaimAsync(
        NpgsqlTransaction transaction, int part, DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var earlier = new Dictionary<long, Pointer>();
        var pending = new List<PendingEvent>();
        await using (var batch = new NpgsqlBatch(transaction.Connection, transaction))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LockSql) { Parameters = { Int(part) } });
            batch.BatchCommands.Add(new NpgsqlBatchCommand(DueSql)
            {
                Parameters = { Int(part), At(now), Int(limit), Day(DateOnly.FromDateTime(now.UtcDateTime)) },
            });
            await batch.PrepareAsync(cancellation);
            await using var reader = await batch.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            if (!reader.GetBoolean(0))
            {
                return null;
            }

            await reader.NextResultAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var pointer = new Pointer(reader.GetInt64(0), reader.GetFieldValue<DateOnly>(1), reader.GetInt32(2));
                if (reader.IsDBNull(Pointer.Columns))
                {
                    earlier.Add(pointer.Id, pointer);
                }
                else
                {
                    pending.Add(Read(reader, Pointer.Columns, part, pointer));
                }
            }
        }

        foreach (var day in earlier.Values.GroupBy(pointer => pointer.Day))
        {
            await using var command = new NpgsqlCommand(LoggedOnSql, transaction.Connection, transaction)
            {
                Parameters = { Day(day.Key), Ids(day.Select(pointer => pointer.Id)) },
            };
            await command.PrepareAsync(cancellation);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                pending.Add(Read(reader, 1, part, earlier[reader.GetInt64(0)]));
            }
        }

        pending.Sort((one, other) => one.Id.CompareTo(other.Id));
        return pending;
    }

    /// <summary>Deletes the pointers of confirmed events and commits.</summary>
    public static async Task CommitAsync(
        NpgsqlTransaction transaction, int part, IEnumerable<PendingEvent> confirmed, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("delete from msg.outbox where part = $1 and id = any($2)")
                {
                    Parameters = { Int(part), Ids(confirmed.Select(e => e.Id)) },
                },
                new NpgsqlBatchCommand("commit"),
            },
        };
        await batch.PrepareAsync(cancellation);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Holds an event, and with it the later ones of its subject, until an instant.</summary>
    public static Task HoldAsync(NpgsqlTransaction transaction, int part, PendingEvent held, int attempts,
        DateTimeOffset until, string error, CancellationToken cancellation) =>
        ExecuteAsync(transaction,
            "update msg.outbox set attempts = $3, not_before = $4, last_error = $5 where part = $1 and id = $2",
            cancellation, Int(part), Long(held.Id), Int(attempts), At(until), Text(error));

    /// <summary>Moves an event to where a person sees it.</summary>
    public static Task ParkAsync(NpgsqlTransaction transaction, int part, PendingEvent parked, int attempts,
        string error, CancellationToken cancellation) =>
        ExecuteAsync(transaction, """
            with gone as (delete from msg.outbox where part = $1 and id = $2 returning id, day, subject)
            insert into msg.outbox_parked (id, day, subject, attempts, last_error)
            select id, day, subject, $3, $4 from gone
            """, cancellation, Int(part), Long(parked.Id), Int(attempts), Text(error));

    /// <summary>Parts that have something due: one cheap probe per part.</summary>
    public static async Task<IReadOnlyList<int>> PartsWithWorkAsync(
        NpgsqlConnection connection, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(PartsWithWorkSql, connection) { Parameters = { At(now) } };
        await command.PrepareAsync(cancellation);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var parts = new List<int>(WireNames.Parts);
        while (await reader.ReadAsync(cancellation))
        {
            parts.Add(reader.GetInt32(0));
        }

        return parts;
    }

    /// <summary>Reads the event that begins at that column.</summary>
    private static PendingEvent Read(NpgsqlDataReader row, int first, int part, Pointer pointer) => new()
    {
        Id = pointer.Id,
        Part = part,
        Day = pointer.Day,
        Attempts = pointer.Attempts,
        EventId = row.GetGuid(first),
        Subject = row.GetString(first + 1),
        SubjectSeq = row.GetInt64(first + 2),
        Type = row.GetString(first + 3),
        RoutingKey = row.GetString(first + 4),
        MessageType = row.GetString(first + 5),
        Source = row.GetString(first + 6),
        TraceParent = row.IsDBNull(first + 7) ? null : row.GetString(first + 7),
        SaidAt = row.GetFieldValue<DateTimeOffset>(first + 8),
        Body = row.GetFieldValue<byte[]>(first + 9),
    };

    private static async Task ExecuteAsync(NpgsqlTransaction transaction, string sql, CancellationToken cancellation,
        params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        command.Parameters.AddRange(parameters);
        await command.PrepareAsync(cancellation);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter<int> Int(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateOnly> Day(DateOnly value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Long(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTimeOffset> At(DateTimeOffset value) => new() { TypedValue = value };

    private static NpgsqlParameter<long[]> Ids(IEnumerable<long> ids) =>
        new()
        {
            TypedValue = [.. ids],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        };

    /// <summary>A row of the outbox: which logged event waits.</summary>
    private sealed record Pointer(long Id, DateOnly Day, int Attempts)
    {
        public const int Columns = 3;
    }
}
