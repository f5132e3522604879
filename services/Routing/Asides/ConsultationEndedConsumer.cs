using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Asides;

/// <summary>The agent who was asked has gone: they are free again.</summary>
public sealed class ConsultationEndedConsumer(WakeSignal<MatchWorker> signal) : IEventConsumer<ConsultationEnded>
{
    public async Task ConsumeAsync(ConsultationEnded message, EventContext context, CancellationToken cancellation)
    {
        if (message.ToAgentId is null)
        {
            return;
        }

        var work = context.Work;
        await WaitingCallStore.LockAsync(work.Transaction, message.CallId, cancellation);
        await AsideKeeping.LeaveAsync(
            work, message.CallId, message.ToAgentId, message.EndedAt, signal, cancellation);
    }
}
