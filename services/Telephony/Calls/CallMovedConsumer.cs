using CallCenter.Contracts.Routing;
using CallCenter.Messaging;

namespace CallCenter.Telephony.Calls;

/// <summary>Records on the call that it waits in another queue, and wakes its owner.</summary>
public sealed class CallMovedConsumer(CallOrderRecording recording) : IEventConsumer<CallMoved>
{
    public Task ConsumeAsync(CallMoved message, EventContext context, CancellationToken cancellation) =>
        recording.RecordAsync(
            context.Work, message.CallId, new Moved(message.FromQueueId, message.ToQueueId), cancellation);
}
