using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using Microsoft.Extensions.Options;

namespace CallCenter.Routing.Assignments;

/// <summary>The agent did not get the call: it returns to its old place.</summary>
public sealed class AssignmentDeclinedConsumer(
    WakeSignal<MatchWorker> signal, IOptions<RoutingOptions> options, ILogger<AssignmentDeclinedConsumer> logger)
    : IEventConsumer<AssignmentDeclined>
{
    public async Task ConsumeAsync(AssignmentDeclined message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        if (await AssignmentStore.LockAsync(work, message.AssignmentId, cancellation) is not { } held)
        {
            Log.UnknownAssignment(logger, nameof(AssignmentDeclined), message.AssignmentId);
            return;
        }

        var outcome = AssignmentRules.Decline(
            held, message.Reason, options.Value.MissedRings, message.DeclinedAt);
        if (outcome.Refusal is { } why)
        {
            Log.FactRefused(logger, nameof(AssignmentDeclined), message.CallId, why);
            return;
        }

        AssignmentStore.Save(context.Work, outcome.Changed);
        context.Work.Publish(outcome.Events);
        context.Work.AfterCommit(signal.Wake);
    }
}
