using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Callbacks;
using CallCenter.Routing.Customers;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Matching;

namespace CallCenter.Routing.Assignments;

/// <summary>Caller and agent are bridged: this overrides whatever was decided meanwhile.</summary>
public sealed class CallAnsweredConsumer(WakeSignal<MatchWorker> signal, ILogger<CallAnsweredConsumer> logger)
    : IEventConsumer<CallAnswered>
{
    public async Task ConsumeAsync(CallAnswered message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        if (await AssignmentStore.LockAsync(work, message.AssignmentId, cancellation) is not { } held)
        {
            Log.UnknownAssignment(logger, nameof(CallAnswered), message.AssignmentId);
            return;
        }

        var rivals = await AssignmentStore.LockRivalsAsync(work, held.Assignment, cancellation);
        var outcome = AssignmentRules.Answer(held, rivals, message.AnsweredAt);
        if (outcome.Refusal is { } why)
        {
            Log.FactRefused(logger, nameof(CallAnswered), message.CallId, why);
            return;
        }

        AssignmentStore.Save(context.Work, outcome.Changed, held);
        await LoadStore.SaveAsync(work, HardCall.Of(outcome.Changed[^1]), cancellation);
        var callback = held.Call.CallbackId;
        if (held.Call.CallerRef is { } callerRef)
        {
            CustomerStore.SaveLastAgent(context.Work, callerRef, message.AgentId, message.AnsweredAt);

            // Who calls and is served before their turn need not be called back by that queue any more.
            callback ??= await CallbackStore.FindWaitingAsync(
                work.Connection!, callerRef, held.Assignment.QueueId, cancellation);
        }

        await CallbackEnding.EndAsync(context.Work, callback, "reached", message.AnsweredAt, cancellation);
        context.Work.Publish(outcome.Events);
        if (rivals.Count > 0)
        {
            context.Work.AfterCommit(signal.Wake);
        }
    }
}
