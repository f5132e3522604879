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

        var work = context.Work.Transaction;
        var call = (await CallFactsStore.LockAsync(work, message.CallId, cancellation)).Hear(message);
        CallFactsStore.Save(context.Work, call);
        await SurveyStore.AddAsync(work, SurveyAnswer.Of(message), cancellation);
        if (Grievance.Of(message) is { } grievance)
        {
            await desk.ReceiveAsync(context.Work, call, grievance, cancellation);
        }
    }
}
