using CallCenter.Contracts.Routing;
using CallCenter.Messaging;

namespace CallCenter.Telephony.Waiting;

/// <summary>Keeps the place of a waiting call; its owner reads it when the caller is told something.</summary>
public sealed class CallPositionChangedConsumer : IEventConsumer<CallPositionChanged>
{
    public Task ConsumeAsync(CallPositionChanged message, EventContext context, CancellationToken cancellation) =>
        CallPlaceStore.SaveAsync(context.Work.Transaction, message.CallId, CallPlace.Of(message), cancellation);
}
