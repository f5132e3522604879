using CallCenter.Messaging.Outbox;
using Npgsql;
using NpgsqlTypes;

namespace CallCenter.Messaging.Relaying;

/// <summary>
/// Claims what is pending: two statements lock parts and read their due events. A relay sends them alone; who says
/// events sends them behind the commit, in its round trip.
/// </summary>
internal static class ClaimStore
{
    /// <summary>The first column of the first answer.</summary>
    public const string ClaimedParts = "claimed_parts";

    // The lock belongs to the transaction: the death of this process or connection frees it. A relay that hangs loses
    // its transaction after 15 s, so its late DELETE fails and the events are published again: duplicates, never loss.
    // Losing the commit of a DELETE in a crash of the server has the same harmless result, so it need not wait for
    // disk.
    // A plan made anew for every claim would cost more than the claim.
    private const string Lock = $$"""
        select coalesce(array_agg(part) filter (where locked), '{}') as {{ClaimedParts}},
          set_config('callcenter.claimed', coalesce(array_agg(part) filter (where locked), '{}')::text, true),
          set_config('idle_in_transaction_session_timeout', '15s', true),
          set_config('lock_timeout', '1s', true),
          set_config('synchronous_commit', 'off', true),
          set_config('plan_cache_mode', 'force_generic_plan', true)
        from (select part, pg_try_advisory_xact_lock(743170, part) as locked from asked) as tried
        """;

    private const string LockPartsSql = $"""
        with asked as (select unnest($1) as part)
        {Lock}
        """;

    private const string LockSaidSql = $"""
        with asked as materialized (select distinct msg.part_of(subject)::integer as part from unnest($1) as subject)
        {Lock}
        """;

    // Nearly all that is due was said today: its events come with their pointers. With the day as a parameter the
    // other partitions of the log are not even opened; the offset keeps the planner from reading the whole day.
    private const string DueSql = """
        select due.part, due.id, due.day, due.attempts, l.event_id, l.subject, l.subject_seq, l.type, l.routing_key,
          l.message_type, l.source, l.traceparent, l.said_at, l.body
        from unnest(current_setting('callcenter.claimed')::smallint[]) as claimed (part) cross join lateral (
          select o.part, o.id, o.day, o.attempts
          from msg.outbox o
          where o.part = claimed.part and (o.not_before is null or o.not_before <= $1)
            and not exists (
              select 1 from msg.outbox held
              where held.part = o.part and held.subject = o.subject and held.id < o.id and held.not_before > $1)
          order by o.id
          limit $2) as due
        left join lateral (
          select event_id, subject, subject_seq, type, routing_key, message_type, source, traceparent, said_at, body
          from msg.event_log where day = $3 and id = due.id offset 0) as l on due.day = $3
        order by due.id
        """;

    private const string LoggedOnSql = """
        select id, event_id, subject, subject_seq, type, routing_key, message_type, source, traceparent, said_at, body
        from msg.event_log
        where day = $1 and id = any($2)
        """;

    /// <summary>Locks a part and reads its due events; nothing is locked while another relay holds it.</summary>
    public static async Task<Claim> TakeAsync(
        NpgsqlConnection connection, int part, int limit, DateTimeOffset now, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LockPartsSql)
        {
            Parameters = { Array<int>(NpgsqlDbType.Integer, [part]) },
        });
        batch.BatchCommands.Add(Due(limit, now));
        await batch.PrepareAsync(cancellation);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return await ReadAsync(reader, connection, transaction, now, cancellation);
    }

    /// <summary>What claims the parts of subjects, to follow the commit of the events about them.</summary>
    public static void Add(Closing closing, IEnumerable<string> subjects, DateTimeOffset now)
    {
        closing.Add(new NpgsqlBatchCommand("begin"));
        closing.Add(new NpgsqlBatchCommand(LockSaidSql)
        {
            Parameters = { Array(NpgsqlDbType.Text, subjects.ToArray()) },
        });
        closing.Add(Due(Claim.AtCommit, now));
    }

    /// <summary>Reads the answers to both statements, from the first on.</summary>
    public static async Task<Claim> ReadAsync(
        NpgsqlDataReader reader, NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now,
        CancellationToken cancellation)
    {
        await reader.ReadAsync(cancellation);
        var parts = reader.GetFieldValue<int[]>(0);
        await reader.NextResultAsync(cancellation);
        var earlier = new Dictionary<long, Pointer>();
        var pending = new List<PendingEvent>();
        while (await reader.ReadAsync(cancellation))
        {
            var pointer = new Pointer(
                reader.GetInt16(0), reader.GetInt64(1), reader.GetFieldValue<DateOnly>(2), reader.GetInt32(3));
            if (reader.IsDBNull(Pointer.Columns))
            {
                earlier.Add(pointer.Id, pointer);
            }
            else
            {
                pending.Add(Read(reader, Pointer.Columns, pointer));
            }
        }

        await reader.CloseAsync();
        foreach (var day in earlier.Values.GroupBy(pointer => pointer.Day))
        {
            await using var command = new NpgsqlCommand(LoggedOnSql, connection, transaction)
            {
                Parameters =
                {
                    new NpgsqlParameter<DateOnly> { TypedValue = day.Key },
                    Array(NpgsqlDbType.Bigint, day.Select(pointer => pointer.Id).ToArray()),
                },
            };
            await command.PrepareAsync(cancellation);
            await using var logged = await command.ExecuteReaderAsync(cancellation);
            while (await logged.ReadAsync(cancellation))
            {
                pending.Add(Read(logged, 1, earlier[logged.GetInt64(0)]));
            }
        }

        pending.Sort((one, other) => one.Id.CompareTo(other.Id));
        return new Claim(connection, transaction, parts, pending, now);
    }

    private static NpgsqlBatchCommand Due(int limit, DateTimeOffset now) => new(DueSql)
    {
        Parameters =
        {
            new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
            new NpgsqlParameter<int> { TypedValue = limit },
            new NpgsqlParameter<DateOnly> { TypedValue = DateOnly.FromDateTime(now.UtcDateTime) },
        },
    };

    /// <summary>Reads the event that begins at that column.</summary>
    private static PendingEvent Read(NpgsqlDataReader row, int first, Pointer pointer) => new()
    {
        Id = pointer.Id,
        Part = pointer.Part,
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

    private static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType type, T[] values) =>
        new() { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    /// <summary>A row of the outbox: which logged event waits.</summary>
    private sealed record Pointer(int Part, long Id, DateOnly Day, int Attempts)
    {
        public const int Columns = 4;
    }
}
