using CallCenter.Contracts.Routing;
using CallCenter.Messaging;

namespace CallCenter.Telephony.Calls;

/// <summary>Records on the call that Routing has taken an assignment back, and wakes its owner.</summary>
public sealed class AssignmentRescindedConsumer(CallOrderRecording recording) : IEventConsumer<AssignmentRescinded>
{
    public Task ConsumeAsync(AssignmentRescinded message, EventContext context, CancellationToken cancellation) =>
        recording.RecordAsync(context.Work, message.CallId, new Rescinded(message.AssignmentId), cancellation);
}
