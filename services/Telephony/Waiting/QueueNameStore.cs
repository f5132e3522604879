using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Waiting;

/// <summary>A queue as agents see it.</summary>
public sealed record QueueNameView
{
    public required Guid QueueId { get; init; }

    public required string Name { get; init; }
}

/// <summary>Rows of <c>queue_name</c>.</summary>
public static class QueueNameStore
{
    public static Task SetAsync(
        NpgsqlTransaction transaction, Guid queueId, string name, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into queue_name (queue_id, name) values (@queueId, @name)
            on conflict (queue_id) do update set name = excluded.name
            """,
            new { queueId, name },
            transaction,
            cancellationToken: cancellation));

    /// <summary>The name of a queue; null while Routing has not said it.</summary>
    public static Task<string?> FindAsync(
        NpgsqlConnection connection, Guid queueId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            "select name from queue_name where queue_id = @queueId",
            new { queueId },
            cancellationToken: cancellation));

    /// <summary>Queues by name, at most a thousand.</summary>
    public static async Task<IReadOnlyList<QueueNameView>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<QueueNameView>(new CommandDefinition(
            "select queue_id, name from queue_name order by name, queue_id limit 1000",
            cancellationToken: cancellation))];
}
