using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Feedback.Calls;

/// <summary>An agent talks with the caller.</summary>
public sealed class CallAnsweredConsumer : IEventConsumer<CallAnswered>
{
    public async Task ConsumeAsync(CallAnswered message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var call = await CallFactsStore.LockAsync(work, message.CallId, cancellation);
        CallFactsStore.Save(context.Work, call.Hear(message));
    }
}
