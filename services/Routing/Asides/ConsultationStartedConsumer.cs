using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Asides;

/// <summary>An agent talks beside another's call: no call is assigned to them meanwhile.</summary>
public sealed class ConsultationStartedConsumer : IEventConsumer<ConsultationStarted>
{
    public async Task ConsumeAsync(ConsultationStarted message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work;
        var call = await WaitingCallStore.LockAsync(work.Transaction, message.CallId, cancellation);
        if (message.ToAgentId is { } agentId && call?.State != CallStates.Ended)
        {
            await AsideKeeping.JoinAsync(work, message.CallId, agentId, message.StartedAt, cancellation);
        }
    }
}
