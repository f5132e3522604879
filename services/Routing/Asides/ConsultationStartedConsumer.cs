using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Asides;

/// <summary>
/// An agent talks beside another's call: no call is assigned to them meanwhile. Where Routing has found them, their
/// reservation is over with that, and the search too.
/// </summary>
public sealed class ConsultationStartedConsumer(WakeSignal<MatchWorker> signal, TimeProvider time)
    : IEventConsumer<ConsultationStarted>
{
    public async Task ConsumeAsync(ConsultationStarted message, EventContext context, CancellationToken cancellation)
    {
        if (message is { ConsultationId: { } consultationId, AssignmentId: { } assignmentId })
        {
            var sought = await WaitingCallStore.LockAsync(context.Work.Transaction, consultationId, cancellation);
            var ended = WaitingCall.End(sought, consultationId, time.GetUtcNow());
            await WaitingCallStore.SaveAsync(context.Work.Transaction, ended, cancellation);
            var call = await WaitingCallStore.LockAsync(context.Work.Transaction, message.CallId, cancellation);
            if (await AssignmentStore.LockAsync(context.Work.Transaction, assignmentId, cancellation) is { } held)
            {
                var outcome = AssignmentRules.Consult(
                    held with { Call = ended }, call?.State == CallStates.Ended ? null : message.CallId,
                    message.StartedAt);
                await AssignmentStore.SaveAsync(context.Work.Transaction, outcome.Changed, cancellation);
                context.Work.Publish(outcome.Events);
                context.Work.AfterCommit(signal.Wake);
            }
        }

        await AsideKeeping.JoinAsync(
            context.Work, message.CallId, message.ToAgentId, message.StartedAt, cancellation);
    }
}
