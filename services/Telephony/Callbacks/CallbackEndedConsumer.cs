using CallCenter.Contracts.Routing;
using CallCenter.Messaging;

namespace CallCenter.Telephony.Callbacks;

/// <summary>A callback is over: from here its number is kept as long as those of calls.</summary>
public sealed class CallbackEndedConsumer : IEventConsumer<CallbackEnded>
{
    public Task ConsumeAsync(CallbackEnded message, EventContext context, CancellationToken cancellation) =>
        CallbackStore.EndAsync(
            context.Work.Transaction, message.CallbackId, message.Outcome, message.EndedAt, cancellation);
}
