using CallCenter.Contracts.Telephony;
using CallCenter.Feedback.Calls;
using CallCenter.Feedback.Complaints;
using CallCenter.Messaging;
using CallCenter.Messaging.Inbox;

namespace CallCenter.Feedback.Surveys;

/// <summary>Keeps the answer with its call; a bad one is a complaint.</summary>
public sealed class SurveyAnsweredConsumer(ComplaintDesk desk) : IEventConsumer<SurveyAnswered>
{
    public async Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation)
    {
        if (SurveyRules.WhyNotKept(message) is { } why)
        {
            // Not to be stored and not to be lost: somebody has to see what Telephony said.
            throw new MalformedEventException(why);
        }

        var (work, said) = (context.Work, CallFacts.Of(message));
        if (Grievance.Of(message) is not { } grievance)
        {
            CallFactsStore.Merge(work, said);
            SurveyStore.Add(work, SurveyAnswer.Of(message));
            return;
        }

        var call = await CallFactsStore.MergeAsync(work.Transaction, said, cancellation);
        SurveyStore.Add(work, SurveyAnswer.Of(message));
        await desk.ReceiveAsync(work, call, grievance, cancellation);
    }
}
