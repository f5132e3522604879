using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Calls;

/// <summary>Rows of <c>call_order</c>: what Routing wants of a call.</summary>
public static class CallOrderStore
{
    private const string Columns =
        """
        o.order_id, o.call_id, c.node, o.kind, o.assignment_id, o.agent_id, o.queue_id, o.from_queue_id,
        o.ring_until_at, o.reason, o.consultation_id, o.control_id, o.control::text as control
        """;

    private const string TakeSql =
        "update call_order set taken_at = @now where order_id = @orderId and taken_at is null";

    /// <summary>
    /// Records an order on its call, or on the call that the consultation is a part of; null when there is no such
    /// call, or the control was recorded before.
    /// </summary>
    public static Task<CallOrder?> RecordAsync(
        NpgsqlTransaction transaction, Guid callId, RoutingOrder order, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var row = CallOrder.Of(callId, order);
        return transaction.Connection!.QuerySingleOrDefaultAsync<CallOrder>(new CommandDefinition(
            $"""
            with o as (
                insert into call_order
                    (call_id, kind, assignment_id, agent_id, queue_id, from_queue_id, ring_until_at, reason,
                     consultation_id, control_id, control, recorded_at)
                select call_id, @Kind, @AssignmentId, @AgentId, @QueueId, @FromQueueId, @RingUntilAt, @Reason,
                    nullif(@CallId, call_id), @ControlId, @Control::jsonb, @now
                from call where call_id = coalesce(
                    (select call_id from call where call_id = @CallId),
                    (select call_id from call where consultation_id = @CallId))
                on conflict (control_id) where control_id is not null do nothing
                returning order_id, call_id, kind, assignment_id, agent_id, queue_id, from_queue_id, ring_until_at,
                    reason, consultation_id, control_id, control
            )
            select {Columns} from o join call c on c.call_id = o.call_id
            """,
            new
            {
                row.CallId, row.Kind, row.AssignmentId, row.AgentId, row.QueueId, row.FromQueueId, row.RingUntilAt,
                row.Reason, row.ControlId, row.Control, now,
            },
            transaction,
            cancellationToken: cancellation));
    }

    /// <summary>
    /// Records an order on a call that is known to be stored, when the unit of work commits: no round trip of its own.
    /// </summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="order">The order.</param>
    /// <param name="now">The time.</param>
    /// <param name="recorded">Told the order as it is stored.</param>
    public static void Record(
        UnitOfWork work, CallOrder order, DateTimeOffset now, Action<CallOrder> recorded) => work.AtCommit(
        """
        insert into call_order
            (call_id, kind, assignment_id, agent_id, queue_id, from_queue_id, ring_until_at, reason, recorded_at)
        values (@CallId, @Kind, @AssignmentId, @AgentId, @QueueId, @FromQueueId, @RingUntilAt, @Reason, @now)
        returning order_id
        """,
        new
        {
            order.CallId, order.Kind, order.AssignmentId, order.AgentId, order.QueueId, order.FromQueueId,
            order.RingUntilAt, order.Reason, now,
        },
        row => recorded(order with { OrderId = row.GetInt64(0) }));

    /// <summary>Marks an order as answered; false when it was answered before.</summary>
    public static async Task<bool> TakeAsync(
        NpgsqlTransaction transaction, long orderId, DateTimeOffset now, CancellationToken cancellation) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            TakeSql, new { orderId, now }, transaction, cancellationToken: cancellation)) == 1;

    /// <summary>Marks an order as answered when the unit of work commits.</summary>
    public static void Take(UnitOfWork work, long orderId, DateTimeOffset now) =>
        work.AtCommit(TakeSql, new { orderId, now });

    /// <summary>Orders for the calls of a node that nobody has answered, oldest first.</summary>
    public static async Task<IReadOnlyList<CallOrder>> UntakenAsync(
        NpgsqlConnection connection, string node, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<CallOrder>(new CommandDefinition(
            $"""
            select {Columns} from call_order o join call c on c.call_id = o.call_id
            where o.taken_at is null and c.node = @node
            order by o.order_id limit 500
            """,
            new { node },
            cancellationToken: cancellation))];
}
