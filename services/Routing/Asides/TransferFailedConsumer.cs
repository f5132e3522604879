using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Asides;

/// <summary>Whoever the caller was handed to did not take it: nobody talks beside the call any more.</summary>
public sealed class TransferFailedConsumer(WakeSignal<MatchWorker> signal) : IEventConsumer<TransferFailed>
{
    public async Task ConsumeAsync(TransferFailed message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work;
        await WaitingCallStore.LockAsync(work.Transaction, message.CallId, cancellation);
        await AsideKeeping.LeaveAsync(
            work, message.CallId, agentId: null, message.FailedAt, signal, cancellation);
    }
}
