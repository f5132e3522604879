using CallCenter.Contracts.Telephony;
using CallCenter.Feedback.Complaints;
using CallCenter.Feedback.Customers;
using CallCenter.Messaging;

namespace CallCenter.Feedback.Calls;

/// <summary>
/// Recognises the caller. A complaint that was raised before this was heard gets its customer now.
/// </summary>
public sealed class CallArrivedConsumer(TimeProvider time, ILogger<CallArrivedConsumer> logger)
    : IEventConsumer<CallArrived>
{
    public async Task ConsumeAsync(CallArrived message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var call = (await CallFactsStore.LockAsync(work, message.CallId, cancellation)).Hear(message);
        if (message.CallerRef is { } callerRef)
        {
            var stranger = Customer.Stranger(Guid.CreateVersion7(time.GetUtcNow()), time.GetUtcNow());
            var customer = await CustomerStore.RecogniseAsync(work, callerRef, stranger, cancellation);
            call = call with { CustomerId = customer };
            ComplaintStore.GiveCustomer(context.Work, call.CallId, customer);
            Log.Recognised(logger, call.CallId, customer);
        }

        CallFactsStore.Save(context.Work, call);
    }
}
