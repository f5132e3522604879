using System.Diagnostics;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Overflowing;
using Microsoft.Extensions.Options;

namespace CallCenter.Routing.Waiting;

/// <summary>A call waits: its place, what it wants, and the trace it belongs to.</summary>
public sealed class CallQueuedConsumer(
    Matcher matcher, WakeSignal<MatchWorker> signal, TimeProvider time, IOptions<RoutingOptions> options,
    ILogger<CallQueuedConsumer> logger)
    : IEventConsumer<CallQueued>
{
    public async Task ConsumeAsync(CallQueued message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var asked = time.GetUtcNow();
        var entering = await WaitingCallStore.LockEnteringAsync(
            work,
            new Entrance(
                message.CallId, message.QueueId, message.CallerRef, message.OwnerAgentId, message.PreferredAgentId),
            options.Value.DecideAtOnce ? matcher.LimitsAtOnce(asked) : null,
            asked,
            cancellation);
        var now = time.GetUtcNow();
        var change = WaitingCall.Enter(
            entering.Known, message, entering.Queue, entering.Standing,
            entering.Caller.Judge(options.Value.Load, now), Activity.Current?.Id, options.Value.LongestWait, now);
        if (change.Call is null)
        {
            Log.FactRefused(logger, nameof(CallQueued), message.CallId, $"queued, but {entering.Known?.State}");
            return;
        }

        foreach (var refused in change.Events.OfType<CallNotRoutable>())
        {
            OverflowStore.SaveMove(context.Work, new CallMove
            {
                CallId = refused.CallId,
                MovedAt = refused.DecidedAt,
                FromQueueId = refused.QueueId,
                Reason = refused.Reason,
                Detail = refused.Detail,
            });
        }

        context.Work.Publish(change.Events);
        if (entering.Matching is { HasTurn: true } matching && change.Call.State == CallStates.Waiting)
        {
            await matcher.DecideAtOnceAsync(context.Work, matching, change.Call, cancellation);
        }
        else
        {
            WaitingCallStore.Save(context.Work, change.Call);
            context.Work.AfterCommit(signal.Wake);
        }
    }
}
