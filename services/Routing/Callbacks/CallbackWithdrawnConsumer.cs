using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Routing.Callbacks;

/// <summary>Nobody is to be called back any more.</summary>
public sealed class CallbackWithdrawnConsumer(ILogger<CallbackWithdrawnConsumer> logger)
    : IEventConsumer<CallbackWithdrawn>
{
    public async Task ConsumeAsync(CallbackWithdrawn message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        if (await CallbackStore.LockAsync(work, message.CallbackId, cancellation) is not { } callback)
        {
            Log.UnknownCallback(logger, nameof(CallbackWithdrawn), message.CallbackId);
            return;
        }

        var change = callback.End("withdrawn", message.WithdrawnAt);
        await CallbackStore.SaveAsync(work, change.Changed, cancellation);
        context.Work.Publish(change.Events);
    }
}
