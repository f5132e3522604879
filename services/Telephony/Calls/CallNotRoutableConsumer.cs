using CallCenter.Contracts.Routing;
using CallCenter.Messaging;

namespace CallCenter.Telephony.Calls;

/// <summary>Records on the call that no agent can come, and wakes its owner.</summary>
public sealed class CallNotRoutableConsumer(CallOrderRecording recording) : IEventConsumer<CallNotRoutable>
{
    public Task ConsumeAsync(CallNotRoutable message, EventContext context, CancellationToken cancellation) =>
        recording.RecordAsync(context.Work, message.CallId, new NotRoutable(message.Reason), cancellation);
}
