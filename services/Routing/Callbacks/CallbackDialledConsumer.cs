using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using Microsoft.Extensions.Options;

namespace CallCenter.Routing.Callbacks;

/// <summary>A customer was dialled: what came of it is kept with the attempt, and the callback goes on.</summary>
public sealed class CallbackDialledConsumer(
    WakeSignal<MatchWorker> signal, TimeProvider time, IOptions<RoutingOptions> options,
    ILogger<CallbackDialledConsumer> logger) : IEventConsumer<CallbackDialled>
{
    public async Task ConsumeAsync(CallbackDialled message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        if (await CallbackStore.LockAsync(work, message.CallbackId, cancellation) is not { } callback)
        {
            Log.UnknownCallback(logger, nameof(CallbackDialled), message.CallbackId);
            return;
        }

        var change = AttemptRules.Hear(
            callback, message.CallId, message.Result, options.Value.AttemptLimits, time.GetUtcNow());
        await CallbackStore.SaveAsync(work, change.Changed, cancellation);
        await CallbackStore.SaveResultAsync(
            work, message.CallbackId, message.CallId, message.Result, message.DialledAt, cancellation);
        context.Work.Publish(change.Events);
        context.Work.AfterCommit(signal.Wake);
    }
}
