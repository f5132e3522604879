using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;
using CallCenter.Telephony.Nodes;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// Stores an order of Routing, or a control, with its call. The owner of the call's node obeys: at once when it is
/// this process, on a notification when it is another, and on its sweep when both were lost.
/// </summary>
public sealed class CallOrderRecording(Switchboard switchboard, OwnerNotices notices, TimeProvider clock)
{
    public async Task RecordAsync(
        UnitOfWork work, Guid callId, RoutingOrder order, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (order is not Controlled && switchboard.NodeOf(callId) is { } node)
        {
            // The call is stored and in this process: nothing has to be asked before the commit.
            var recorded = CallOrder.Of(callId, order) with { Node = node };
            CallOrderStore.Record(work, recorded, now, written => recorded = written);
            work.AfterCommit(() => Deliver(recorded));
            return;
        }

        var stored = await CallOrderStore.RecordAsync(work.Transaction, callId, order, now, cancellation);
        if (stored is not null)
        {
            work.AfterCommit(() => Deliver(stored));
        }
        else if (order is Assigned unknown)
        {
            work.Publish(new AssignmentDeclined
            {
                CallId = callId,
                AssignmentId = unknown.AssignmentId,
                AgentId = unknown.AgentId,
                Reason = "caller-gone",
                DeclinedAt = now,
            });
        }
    }

    private void Deliver(CallOrder order)
    {
        if (!switchboard.Deliver(order))
        {
            notices.Signal(order.Node);
        }
    }
}
