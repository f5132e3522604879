using CallCenter.Contracts.Routing;
using CallCenter.Messaging;

namespace CallCenter.Telephony.Calls;

/// <summary>Records on the call which agent Routing wants rung, and wakes its owner.</summary>
public sealed class CallAssignedConsumer(CallOrderRecording recording) : IEventConsumer<CallAssigned>
{
    public Task ConsumeAsync(CallAssigned message, EventContext context, CancellationToken cancellation) =>
        recording.RecordAsync(
            context.Work,
            message.CallId,
            new Assigned
            {
                AssignmentId = message.AssignmentId,
                AgentId = message.AgentId,
                QueueId = message.QueueId,
                RingUntilAt = message.RingUntilAt,
            },
            cancellation);
}
