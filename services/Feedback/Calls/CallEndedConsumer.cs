using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Feedback.Calls;

/// <summary>The caller is gone.</summary>
public sealed class CallEndedConsumer : IEventConsumer<CallEnded>
{
    public Task ConsumeAsync(CallEnded message, EventContext context, CancellationToken cancellation)
    {
        CallFactsStore.Merge(context.Work, CallFacts.Of(message));
        return Task.CompletedTask;
    }
}
