using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Asides;

/// <summary>The agent who was asked has gone, or nobody was found: a search is over, and they are free again.</summary>
public sealed class ConsultationEndedConsumer(
    WakeSignal<MatchWorker> signal, TimeProvider time) : IEventConsumer<ConsultationEnded>
{
    public async Task ConsumeAsync(ConsultationEnded message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work;
        if (message.ConsultationId is { } consultationId)
        {
            var sought = await WaitingCallStore.LockAsync(work.Transaction, consultationId, cancellation);
            var ended = WaitingCall.End(sought, consultationId, time.GetUtcNow());
            await WaitingCallStore.SaveAsync(work.Transaction, ended, cancellation);
            await AssignmentKeeping.OfCallAsync(
                work, ended, held => AssignmentRules.CallLeft(held, message.EndedAt), signal, cancellation);
        }

        if (message.ToAgentId is not null)
        {
            await WaitingCallStore.LockAsync(work.Transaction, message.CallId, cancellation);
            await AsideKeeping.LeaveAsync(
                work, message.CallId, message.ToAgentId, message.EndedAt, signal, cancellation);
        }
    }
}
