using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Routing.Figures;

/// <summary>
/// Heard for the figures alone, which keep what is heard: the CallQueued that follows says all that routing needs.
/// </summary>
public sealed class CallReturnedConsumer : IEventConsumer<CallReturned>
{
    public Task ConsumeAsync(CallReturned message, EventContext context, CancellationToken cancellation) =>
        Task.CompletedTask;
}
