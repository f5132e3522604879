using CallCenter.Contracts.Telephony;
using Dapper;

namespace CallCenter.Messaging.Workload;

/// <summary>
/// An effect that would show everything: a copy as a second row, a wrong order as a row out of its place.
/// </summary>
internal sealed class AnswerConsumer : IEventConsumer<SurveyAnswered>
{
    public Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation) =>
        context.Work.Transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "insert into effect (event_id, call_id, subject_seq, n) values (@EventId, @CallId, @SubjectSeq, @Score)",
            new { context.EventId, message.CallId, context.SubjectSeq, message.Score },
            context.Work.Transaction,
            cancellationToken: cancellation));
}
