using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Retention;

/// <summary>Rows of <c>recording_deletion_order</c>.</summary>
public static class DeletionOrderStore
{
    /// <summary>Stores an order unless it is known; the order as it is stored.</summary>
    public static async Task<DeletionOrder> AddAsync(
        NpgsqlTransaction transaction, DeletionOrder order, CancellationToken cancellation)
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into recording_deletion_order (order_id, caller_ref, reason, ordered_by, ordered_at)
            values (@OrderId, @CallerRef, @Reason, @OrderedBy, @OrderedAt)
            on conflict (order_id) do nothing
            """,
            order, transaction, cancellationToken: cancellation));
        return (await FindAsync(transaction.Connection!, order.OrderId, cancellation))!;
    }

    public static Task<DeletionOrder?> FindAsync(
        NpgsqlConnection connection, Guid orderId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<DeletionOrder>(new CommandDefinition(
            """
            select order_id, caller_ref, reason, ordered_by, ordered_at from recording_deletion_order
            where order_id = @orderId
            """,
            new { orderId },
            cancellationToken: cancellation));

    /// <summary>What of the order is not gone yet, and how much of that is held.</summary>
    public static Task<(long Open, long Held)> OpenAsync(
        NpgsqlConnection connection, DeletionOrder order, CancellationToken cancellation) =>
        connection.QuerySingleAsync<(long Open, long Held)>(new CommandDefinition(
            """
            select count(*), count(h.recording_id)
            from recording r
            left join recording_hold h on h.recording_id = r.recording_id and h.lifted_at is null
            where r.caller_ref = @CallerRef and r.started_at <= @OrderedAt and r.state <> 'deleted'
            """,
            order, cancellationToken: cancellation));
}
