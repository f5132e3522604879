using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Waiting;

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
}
