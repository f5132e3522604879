using CallCenter.Contracts.Quality;
using CallCenter.Feedback.Calls;
using CallCenter.Feedback.Complaints;
using CallCenter.Messaging;
using Microsoft.Extensions.Options;

namespace CallCenter.Feedback.Evaluations;

/// <summary>Keeps the score with its call; a score under the threshold is a complaint.</summary>
public sealed class CallEvaluatedConsumer(ComplaintDesk desk, IOptions<FeedbackOptions> options)
    : IEventConsumer<CallEvaluated>
{
    public async Task ConsumeAsync(CallEvaluated message, EventContext context, CancellationToken cancellation)
    {
        var work = context.Work.Transaction;
        var call = (await CallFactsStore.LockAsync(work, message.CallId, cancellation)).Hear(message);
        CallFactsStore.Save(context.Work, call);
        if (Grievance.Of(message, options.Value.EvaluationThreshold) is { } grievance)
        {
            await desk.ReceiveAsync(context.Work, call, grievance, cancellation);
        }
    }
}
