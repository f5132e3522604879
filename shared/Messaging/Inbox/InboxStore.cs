using Npgsql;

namespace CallCenter.Messaging.Inbox;

/// <summary>Remembers which events have had their effect.</summary>
internal static class InboxStore
{
    /// <summary>
    /// False when the event has had its effect already. A copy that is being handled elsewhere is waited for: its row
    /// is locked until that transaction ends.
    /// </summary>
    public static async Task<bool> RecordAsync(
        NpgsqlTransaction transaction, Guid eventId, string consumer, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into msg.inbox (message_id, consumer) values ($1, $2) on conflict do nothing",
            transaction.Connection,
            transaction)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = eventId },
                new NpgsqlParameter<string> { TypedValue = consumer },
            },
        };
        await command.PrepareAsync(cancellation);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }
}
