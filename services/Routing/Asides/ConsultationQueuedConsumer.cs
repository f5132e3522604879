using System.Diagnostics;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Asides;

/// <summary>An agent wants to speak with any agent of a queue: it waits for one as a call does.</summary>
public sealed class ConsultationQueuedConsumer(
    WakeSignal<MatchWorker> signal, TimeProvider time, ILogger<ConsultationQueuedConsumer> logger)
    : IEventConsumer<ConsultationQueued>
{
    public async Task ConsumeAsync(ConsultationQueued message, EventContext context, CancellationToken cancellation)
    {
        var (known, queue, _, _) = await WaitingCallStore.LockEnteringAsync(
            context.Work.Transaction, new Entrance(message.ConsultationId, message.QueueId, CallerRef: null),
            matching: null, time.GetUtcNow(), cancellation);
        var change = WaitingCall.Consult(known, message, queue, Activity.Current?.Id, time.GetUtcNow());
        if (change.Call is null)
        {
            Log.FactRefused(logger, nameof(ConsultationQueued), message.CallId, $"consulting, but {known?.State}");
            return;
        }

        WaitingCallStore.Save(context.Work, change.Call);
        context.Work.Publish(change.Events);
        context.Work.AfterCommit(signal.Wake);
    }
}
