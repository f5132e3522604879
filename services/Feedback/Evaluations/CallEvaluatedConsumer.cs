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
        var (work, said) = (context.Work, CallFacts.Of(message));
        if (Grievance.Of(message, options.Value.EvaluationThreshold) is not { } grievance)
        {
            CallFactsStore.Merge(work, said);
            return;
        }

        var call = await CallFactsStore.MergeAsync(work.Transaction, said, cancellation);
        await desk.ReceiveAsync(work, call, grievance, cancellation);
    }
}
