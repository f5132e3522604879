using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using Microsoft.Extensions.Options;

namespace CallCenter.Routing.Assignments;

/// <summary>The agent's part of the call is over: wrap-up begins.</summary>
public sealed class AgentReleasedConsumer(
    WakeSignal<MatchWorker> signal, IOptions<RoutingOptions> options, ILogger<AgentReleasedConsumer> logger)
    : IEventConsumer<AgentReleased>
{
    public async Task ConsumeAsync(AgentReleased message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        if (await AssignmentStore.LockAsync(work, message.AssignmentId, cancellation) is not { } held)
        {
            Log.UnknownAssignment(logger, nameof(AgentReleased), message.AssignmentId);
            return;
        }

        var queue = await QueueStore.FindAsync(work.Connection!, held.Assignment.QueueId, cancellation);
        var wrapUp = queue?.WrapUp ?? WrapUpPlan.Optional(options.Value.WrapUpTime);
        var outcome = AssignmentRules.Release(held, wrapUp, message.ReleasedAt);
        if (outcome.Refusal is { } why)
        {
            Log.FactRefused(logger, nameof(AgentReleased), message.CallId, why);
            return;
        }

        AssignmentStore.Save(context.Work, outcome.Changed, held);
        context.Work.Publish(outcome.Events);
        context.Work.AfterCommit(signal.Wake);
    }
}
