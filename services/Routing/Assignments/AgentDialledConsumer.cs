using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Options;

namespace CallCenter.Routing.Assignments;

/// <summary>The agent makes a call: they are busy with it as with one that was assigned.</summary>
public sealed class AgentDialledConsumer(
    WakeSignal<MatchWorker> signal, IOptions<RoutingOptions> options, ILogger<AgentDialledConsumer> logger)
    : IEventConsumer<AgentDialled>
{
    public async Task ConsumeAsync(AgentDialled message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var known = await WaitingCallStore.LockAsync(work, message.CallId, cancellation);
        var held = await AssignmentStore.LockOfAgentAsync(work, message.AgentId, cancellation);
        if (await AgentStore.LockAsync(work, message.AgentId, cancellation) is not { } agent)
        {
            Log.UnknownAgent(logger, nameof(AgentDialled), message.AgentId);
            return;
        }

        var outcome = AssignmentRules.Dial(message, known, agent, held, options.Value.LeaseGrace);
        if (outcome.Refusal is { } why)
        {
            Log.FactRefused(logger, nameof(AgentDialled), message.CallId, why);
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
