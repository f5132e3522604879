using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Asides;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Callbacks;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Overflowing;
using Microsoft.Extensions.Options;

namespace CallCenter.Routing.Waiting;

/// <summary>The caller is gone: wait and reservation are over. The end of an unknown call is kept.</summary>
public sealed class CallEndedConsumer(
    WakeSignal<MatchWorker> signal, TimeProvider time, IOptions<RoutingOptions> options,
    ILogger<CallEndedConsumer> logger)
    : IEventConsumer<CallEnded>
{
    public async Task ConsumeAsync(CallEnded message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var ending = await WaitingCallStore.LockEndingAsync(work, message.CallId, cancellation);
        var known = ending.Known;
        if (known is { State: CallStates.Ended })
        {
            Log.FactRefused(logger, nameof(CallEnded), message.CallId, "ended, but ended");
            return;
        }

        var ended = WaitingCall.End(known, message.CallId, time.GetUtcNow());
        if (known is { State: CallStates.Waiting or CallStates.Assigned, QueueId: { } queueId })
        {
            OverflowStore.SaveMove(context.Work, new CallMove
            {
                CallId = known.CallId,
                MovedAt = ended.ChangedAt,
                FromQueueId = queueId,
                Reason = message.Abandoned ? CallMove.Abandoned : CallMove.EndedWaiting,
            });
        }

        WaitingCallStore.Save(context.Work, ended);
        await CallbackEnding.EndAsync(context.Work, message.CallbackId, "lost", message.EndedAt, cancellation);
        await HeldCallStore.EndAsync(work, ended.Hard ? [ended.CallId] : [], ended.ChangedAt, cancellation);
        if (ending.TalksBeside)
        {
            await AsideKeeping.LeaveAsync(
                context.Work, message.CallId, agentId: null, message.EndedAt, signal, cancellation);
        }

        if (ending.HoldsAgents)
        {
            await AssignmentKeeping.OfCallAsync(
                context.Work, ended, held => AssignmentRules.CallEnded(held, options.Value.LeaseGrace, message.EndedAt),
                signal, cancellation);
        }
    }
}
