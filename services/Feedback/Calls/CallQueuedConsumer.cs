using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Feedback.Calls;

/// <summary>The call waits in a queue.</summary>
public sealed class CallQueuedConsumer : IEventConsumer<CallQueued>
{
    public Task ConsumeAsync(CallQueued message, EventContext context, CancellationToken cancellation)
    {
        CallFactsStore.Merge(context.Work, CallFacts.Of(message));
        return Task.CompletedTask;
    }
}
