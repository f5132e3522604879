using CallCenter.Contracts.Routing;
using CallCenter.Messaging;

namespace CallCenter.Feedback.Calls;

/// <summary>The agent has said what the call was about.</summary>
public sealed class CallWrappedUpConsumer : IEventConsumer<CallWrappedUp>
{
    public Task ConsumeAsync(CallWrappedUp message, EventContext context, CancellationToken cancellation)
    {
        CallFactsStore.Merge(context.Work, CallFacts.Of(message));
        return Task.CompletedTask;
    }
}
