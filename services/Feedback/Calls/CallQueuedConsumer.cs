using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Feedback.Calls;

/// <summary>The call waits in a queue.</summary>
public sealed class CallQueuedConsumer : IEventConsumer<CallQueued>
{
    public async Task ConsumeAsync(CallQueued message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var call = await CallFactsStore.LockAsync(work, message.CallId, cancellation);
        CallFactsStore.Save(context.Work, call.Hear(message));
    }
}
