using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Routing.Assignments;

/// <summary>The phone of the reserved agent rings.</summary>
public sealed class AgentRingingConsumer(ILogger<AgentRingingConsumer> logger)
    : IEventConsumer<AgentRinging>
{
    public async Task ConsumeAsync(AgentRinging message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        if (await AssignmentStore.LockAsync(work, message.AssignmentId, cancellation) is not { } held)
        {
            Log.UnknownAssignment(logger, nameof(AgentRinging), message.AssignmentId);
            return;
        }

        var outcome = AssignmentRules.Ring(held, message.RingingAt);
        if (outcome.Refusal is { } why)
        {
            Log.FactRefused(logger, nameof(AgentRinging), message.CallId, why);
            return;
        }

        AssignmentStore.Save(context.Work, outcome.Changed, held);
        context.Work.Publish(outcome.Events);
    }
}
