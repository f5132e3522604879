using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Options;

namespace CallCenter.Routing.Assignments;

/// <summary>
/// An agent who was asked first is handed the caller: the call is assigned to them. Of other transfers the events that
/// follow say everything.
/// </summary>
public sealed class CallTransferredConsumer(
    WakeSignal<MatchWorker> signal, IOptions<RoutingOptions> options, ILogger<CallTransferredConsumer> logger)
    : IEventConsumer<CallTransferred>
{
    public async Task ConsumeAsync(CallTransferred message, EventContext context, CancellationToken cancellation)
    {
        if (message is not { AssignmentId: { } assignmentId, ToAgentId: { } agentId, QueueId: not null })
        {
            return;
        }

        var work = context.Work.Transaction;
        var call = await WaitingCallStore.LockAsync(work, message.CallId, cancellation);
        if (await AssignmentStore.LockAsync(work, assignmentId, cancellation) is not null)
        {
            Log.FactRefused(logger, nameof(CallTransferred), message.CallId, "taken over already");
            return;
        }

        var held = await AssignmentStore.LockOfAgentAsync(work, agentId, cancellation);
        if (await AgentStore.LockAsync(work, agentId, cancellation) is not { } agent || call is null)
        {
            Log.UnknownAgent(logger, nameof(CallTransferred), agentId);
            return;
        }

        var outcome = AssignmentRules.TakeOver(message, call, agent, held, options.Value.LeaseGrace);
        if (outcome.Refusal is { } why)
        {
            Log.FactRefused(logger, nameof(CallTransferred), message.CallId, why);
            return;
        }

        await AssignmentStore.BeginAsync(work, outcome.Changed, cancellation);
        context.Work.Publish(outcome.Events);
        if (outcome.Changed.Count > 1)
        {
            context.Work.AfterCommit(signal.Wake);
        }
    }
}
