using CallCenter.Contracts.Routing;
using CallCenter.Messaging;

namespace CallCenter.Feedback.Calls;

/// <summary>The agent has said what the call was about.</summary>
public sealed class CallWrappedUpConsumer : IEventConsumer<CallWrappedUp>
{
    public async Task ConsumeAsync(CallWrappedUp message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var call = await CallFactsStore.LockAsync(work, message.CallId, cancellation);
        CallFactsStore.Save(context.Work, call.Hear(message));
    }
}
