using CallCenter.Contracts.Telephony;
using CallCenter.Feedback.Complaints;
using CallCenter.Feedback.Customers;
using CallCenter.Messaging;

namespace CallCenter.Feedback.Calls;

/// <summary>
/// Recognises the caller. A complaint that was raised before this was heard gets its customer now.
/// </summary>
public sealed class CallArrivedConsumer(TimeProvider time) : IEventConsumer<CallArrived>
{
    public Task ConsumeAsync(CallArrived message, EventContext context, CancellationToken cancellation)
    {
        var call = CallFacts.Of(message);
        if (call.CallerRef is null)
        {
            CallFactsStore.Merge(context.Work, call);
            return Task.CompletedTask;
        }

        var now = time.GetUtcNow();
        CallFactsStore.MergeRecognised(context.Work, call, Customer.Stranger(Guid.CreateVersion7(now), now));

        // After the call is locked: a complaint that is being raised meanwhile is seen, or sees the customer.
        ComplaintStore.GiveCustomer(context.Work, call.CallId);
        return Task.CompletedTask;
    }
}
