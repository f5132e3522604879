using CallCenter.Contracts.Feedback;
using CallCenter.Messaging;

namespace CallCenter.Routing.Customers;

/// <summary>The value class of a caller: the calls that are queued from now on carry it.</summary>
public sealed class CustomerClassChangedConsumer : IEventConsumer<CustomerClassChanged>
{
    public Task ConsumeAsync(CustomerClassChanged message, EventContext context, CancellationToken cancellation) =>
        CustomerStore.SaveClassAsync(
            context.Work.Transaction, message.CustomerId, message.CallerRefs, message.Class, message.ChangedAt,
            cancellation);
}
