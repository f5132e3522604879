using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Routing.Asides;

/// <summary>An agent talks beside another's call: no call is assigned to them meanwhile.</summary>
public sealed class ConsultationStartedConsumer : IEventConsumer<ConsultationStarted>
{
    public Task ConsumeAsync(ConsultationStarted message, EventContext context, CancellationToken cancellation) =>
        AsideKeeping.JoinAsync(context.Work, message.CallId, message.ToAgentId, message.StartedAt, cancellation);
}
