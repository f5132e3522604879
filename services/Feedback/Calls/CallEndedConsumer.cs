using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Feedback.Calls;

/// <summary>The caller is gone.</summary>
public sealed class CallEndedConsumer : IEventConsumer<CallEnded>
{
    public async Task ConsumeAsync(CallEnded message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var call = await CallFactsStore.LockAsync(work, message.CallId, cancellation);
        CallFactsStore.Save(context.Work, call.Hear(message));
    }
}
