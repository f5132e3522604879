using System.Diagnostics;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Callbacks;

/// <summary>A customer asks to be called back; the call in which they asked waits no longer.</summary>
public sealed class CallbackRequestedConsumer(WakeSignal<MatchWorker> signal, TimeProvider time)
    : IEventConsumer<CallbackRequested>
{
    public async Task ConsumeAsync(CallbackRequested message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var now = time.GetUtcNow();
        await LeaveAsync(context.Work, message.CallId, now, cancellation);
        var queue = await QueueStore.FindAsync(work.Connection!, message.QueueId, cancellation);
        var earlier = await CallbackStore.LockOpenAsync(work, message.CallerRef, message.QueueId, cancellation);
        var change = Callback.Ask(message, earlier, queue, Activity.Current?.Id, now);
        await CallbackStore.SaveAsync(work, change.Changed, cancellation);
        context.Work.Publish(change.Events);
        context.Work.AfterCommit(signal.Wake);
    }

    private static async Task LeaveAsync(
        UnitOfWork work, Guid? callId, DateTimeOffset now, CancellationToken cancellation)
    {
        if (callId is { } asking
            && await WaitingCallStore.LockAsync(work.Transaction, asking, cancellation) is { } call
            && call.Leave(now) is { } left)
        {
            await WaitingCallStore.SaveAsync(work.Transaction, left, cancellation);
        }
    }
}
