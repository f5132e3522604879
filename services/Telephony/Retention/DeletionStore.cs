using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Retention;

/// <summary>Rows of <c>recording_deletion</c>, and of <c>recording</c> on their way to be deleted.</summary>
public static class DeletionStore
{
    /// <summary>
    /// Audio in the store can be deleted by every replica, what an Asterisk has kept of a failed recording only by the
    /// owner of that node.
    /// </summary>
    private const string Within = "(r.state = 'stored' or (r.state = 'failed' and r.node = any(@nodes)))";

    private const string NotHeld =
        "not exists (select 1 from recording_hold h where h.recording_id = r.recording_id and h.lifted_at is null)";

    /// <summary>Locks some that an order covers, each with its oldest order.</summary>
    public static async Task<IReadOnlyList<Doomed>> TakeOrderedAsync(
        NpgsqlTransaction transaction, string[] nodes, CancellationToken cancellation) =>
        [.. await transaction.Connection!.QueryAsync<Doomed>(new CommandDefinition(
            $"""
            select r.recording_id, r.call_id, r.node,
              (select o.order_id from recording_deletion_order o
               where o.caller_ref = r.caller_ref and r.started_at <= o.ordered_at
               order by o.ordered_at, o.order_id limit 1) as order_id
            from recording r
            where r.caller_ref in (select caller_ref from recording_deletion_order)
              and r.started_at <= (select max(o.ordered_at) from recording_deletion_order o
                                   where o.caller_ref = r.caller_ref)
              and {Within} and {NotHeld}
            limit 100 for update of r skip locked
            """,
            new { nodes }, transaction, cancellationToken: cancellation))];

    /// <summary>Locks some whose time is over: by the rule of their number, of their queue, or the default.</summary>
    public static async Task<IReadOnlyList<Doomed>> TakeExpiredAsync(
        NpgsqlTransaction transaction, int defaultDays, string[] nodes, DateTimeOffset now,
        CancellationToken cancellation) =>
        [.. await transaction.Connection!.QueryAsync<Doomed>(new CommandDefinition(
            $"""
            select r.recording_id, r.call_id, r.node
            from recording r
            left join retention_rule of_number on of_number.number_id = r.number_id
            left join retention_rule of_queue on of_queue.queue_id = r.queue_id
            where r.started_at < @now - make_interval(days => least(
                @defaultDays, (select min(days) from retention_rule)))
              and r.started_at < @now - make_interval(days => coalesce(of_number.days, of_queue.days, @defaultDays))
              and {Within} and {NotHeld}
            order by r.started_at limit 100 for update of r skip locked
            """,
            new { defaultDays, nodes, now }, transaction, cancellationToken: cancellation))];

    /// <summary>
    /// Decides the deletion of locked recordings and begins their proofs. Holds are looked at again, now that nobody
    /// can set one: the look before the lock may be older than one that was.
    /// </summary>
    public static Task DecideAsync(
        NpgsqlTransaction transaction, IReadOnlyList<Doomed> taken, DateTimeOffset now,
        CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            with doomed as (
              update recording r set state = 'deleting'
              where r.recording_id = @RecordingId and {NotHeld}
              returning r.recording_id, r.sha256, r.bytes)
            insert into recording_deletion (recording_id, order_id, sha256, bytes, decided_at)
            select recording_id, @OrderId, sha256, bytes, @now from doomed
            """,
            taken.Select(one => new { one.RecordingId, one.OrderId, now }),
            transaction,
            cancellationToken: cancellation));

    /// <summary>Locks the next decided one after that id.</summary>
    public static Task<Doomed?> TakeDecidedAsync(
        NpgsqlTransaction transaction, Guid after, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Doomed>(new CommandDefinition(
            """
            select r.recording_id, r.call_id, r.node, d.order_id, r.sha256, r.trace_parent
            from recording r join recording_deletion d using (recording_id)
            where r.state = 'deleting' and r.recording_id > @after
            order by r.recording_id limit 1 for update of r skip locked
            """,
            new { after }, transaction, cancellationToken: cancellation));

    /// <summary>The audio is gone, and with it what was made of it.</summary>
    public static Task FinishAsync(
        NpgsqlTransaction transaction, Guid recordingId, DateTimeOffset now, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update recording set state = 'deleted', deleted_at = @now, peaks = null
            where recording_id = @recordingId;
            update recording_deletion set deleted_at = @now where recording_id = @recordingId
            """,
            new { recordingId, now }, transaction, cancellationToken: cancellation));

    /// <summary>The proofs of an order, the first 1000.</summary>
    public static async Task<IReadOnlyList<Deletion>> OfOrderAsync(
        NpgsqlConnection connection, Guid orderId, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<Deletion>(new CommandDefinition(
            """
            select d.recording_id, r.call_id, d.order_id, d.sha256, d.bytes, d.decided_at, d.deleted_at
            from recording_deletion d join recording r using (recording_id)
            where d.order_id = @orderId order by d.recording_id limit 1000
            """,
            new { orderId },
            cancellationToken: cancellation))];

    /// <summary>The proof of a recording; null while it is kept.</summary>
    public static Task<Deletion?> OfRecordingAsync(
        NpgsqlConnection connection, Guid recordingId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Deletion>(new CommandDefinition(
            """
            select d.recording_id, r.call_id, d.order_id, d.sha256, d.bytes, d.decided_at, d.deleted_at
            from recording_deletion d join recording r using (recording_id)
            where d.recording_id = @recordingId
            """,
            new { recordingId },
            cancellationToken: cancellation));
}
