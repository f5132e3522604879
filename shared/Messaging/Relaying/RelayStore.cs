using CallCenter.Messaging.Wire;
using Npgsql;
using NpgsqlTypes;

namespace CallCenter.Messaging.Relaying;

/// <summary>Records what became of claimed events, and finds parts that have some due.</summary>
internal static class RelayStore
{
    private const string PartsWithWorkSql = """
        select part from generate_series(0, 7) as part
        where exists (
          select 1 from msg.outbox o where o.part = part and (o.not_before is null or o.not_before <= $1))
        """;

    /// <summary>Deletes the pointers of confirmed events and commits.</summary>
    public static async Task CommitAsync(
        NpgsqlTransaction transaction, IReadOnlyList<PendingEvent> confirmed, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(
                    """
                    delete from msg.outbox o using unnest($1, $2) as gone (part, id)
                    where o.part = gone.part and o.id = gone.id
                    """)
                {
                    Parameters = { Parts(confirmed), Ids(confirmed) },
                },
                new NpgsqlBatchCommand("commit"),
            },
        };
        await batch.PrepareAsync(cancellation);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Holds an event, and with it the later ones of its subject, until an instant.</summary>
    public static Task HoldAsync(NpgsqlTransaction transaction, PendingEvent held, int attempts,
        DateTimeOffset until, string error, CancellationToken cancellation) =>
        ExecuteAsync(transaction,
            "update msg.outbox set attempts = $3, not_before = $4, last_error = $5 where part = $1 and id = $2",
            cancellation, Int(held.Part), Long(held.Id), Int(attempts), At(until), Text(error));

    /// <summary>Moves an event to where a person sees it.</summary>
    public static Task ParkAsync(NpgsqlTransaction transaction, PendingEvent parked, int attempts,
        string error, CancellationToken cancellation) =>
        ExecuteAsync(transaction, """
            with gone as (delete from msg.outbox where part = $1 and id = $2 returning id, day, subject)
            insert into msg.outbox_parked (id, day, subject, attempts, last_error)
            select id, day, subject, $3, $4 from gone
            """, cancellation, Int(parked.Part), Long(parked.Id), Int(attempts), Text(error));

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

    private static async Task ExecuteAsync(NpgsqlTransaction transaction, string sql, CancellationToken cancellation,
        params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        command.Parameters.AddRange(parameters);
        await command.PrepareAsync(cancellation);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter<int> Int(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Long(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTimeOffset> At(DateTimeOffset value) => new() { TypedValue = value };

    private static NpgsqlParameter<short[]> Parts(IEnumerable<PendingEvent> events) =>
        new()
        {
            TypedValue = [.. events.Select(e => (short)e.Part)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint,
        };

    private static NpgsqlParameter<long[]> Ids(IEnumerable<PendingEvent> events) =>
        new()
        {
            TypedValue = [.. events.Select(e => e.Id)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        };
}
