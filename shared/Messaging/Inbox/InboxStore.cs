using Npgsql;

namespace CallCenter.Messaging.Inbox;

/// <summary>Remembers which events have had their effect.</summary>
internal static class InboxStore
{
    /// <summary>
    /// Remembers an event when the unit of work commits, in the round trip of the commit: which fails when the event
    /// has had its effect already, and waits for a copy of it that is being committed elsewhere.
    /// </summary>
    public static void Record(UnitOfWork work, Guid eventId, string consumer) => work.AtCommit(
        new NpgsqlBatchCommand("insert into msg.inbox (message_id, consumer) values ($1, $2)")
        {
            Parameters = { Id(eventId), Text(consumer) },
        });

    /// <summary>Whether the event has had its effect.</summary>
    public static async Task<bool> IsRecordedAsync(
        NpgsqlTransaction transaction, Guid eventId, string consumer, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select exists (select from msg.inbox where message_id = $1 and consumer = $2)",
            transaction.Connection,
            transaction)
        {
            Parameters = { Id(eventId), Text(consumer) },
        };
        await command.PrepareAsync(cancellation);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static NpgsqlParameter<Guid> Id(Guid value) => new() { TypedValue = value };

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}
