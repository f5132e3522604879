using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;
using CallCenter.Routing.Loads;

namespace CallCenter.Routing.Waiting;

/// <summary>
/// The call waits no longer and may be queued again. What it holds of an agent is answered by Telephony with a decline.
/// </summary>
public sealed class CallLeftQueueConsumer(TimeProvider time, ILogger<CallLeftQueueConsumer> logger)
    : IEventConsumer<CallLeftQueue>
{
    public async Task ConsumeAsync(CallLeftQueue message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var known = await WaitingCallStore.LockAsync(work, message.CallId, cancellation);
        if (known?.Leave(time.GetUtcNow()) is { } left)
        {
            await WaitingCallStore.SaveAsync(work, left, cancellation);
            await HeldCallStore.EndAsync(work, left.Hard ? [left.CallId] : [], left.ChangedAt, cancellation);
        }
        else
        {
            Log.FactRefused(logger, nameof(CallLeftQueue), message.CallId, $"left, but {known?.State}");
        }
    }
}
