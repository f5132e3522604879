using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;

namespace CallCenter.Routing.Waiting;

/// <summary>
/// The call waits no longer and may be queued again. An agent whom it still holds is free at once: Telephony lets go of
/// the reservation too, but a call that is queued again before that is heard must not find its old one alive.
/// </summary>
public sealed class CallLeftQueueConsumer(
    WakeSignal<MatchWorker> signal, TimeProvider time, ILogger<CallLeftQueueConsumer> logger)
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
            await AssignmentKeeping.OfCallAsync(
                context.Work, left, held => AssignmentRules.CallLeft(held, message.LeftAt), signal, cancellation);
        }
        else
        {
            Log.FactRefused(logger, nameof(CallLeftQueue), message.CallId, $"left, but {known?.State}");
        }
    }
}
