using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Feedback.Calls;

/// <summary>An agent talks with the caller.</summary>
public sealed class CallAnsweredConsumer : IEventConsumer<CallAnswered>
{
    public Task ConsumeAsync(CallAnswered message, EventContext context, CancellationToken cancellation)
    {
        CallFactsStore.Merge(context.Work, CallFacts.Of(message));
        return Task.CompletedTask;
    }
}
