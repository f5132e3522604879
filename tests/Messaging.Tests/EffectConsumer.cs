using CallCenter.Contracts.Telephony;
using Dapper;

namespace CallCenter.Messaging.Tests;

/// <summary>Writes a row per event heard: a copy or a wrong order would show.</summary>
internal sealed class EffectConsumer : IEventConsumer<SurveyAnswered>
{
    public Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation) =>
        context.Work.Transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "insert into effect (event_id, call_id, subject_seq, n) values (@EventId, @CallId, @SubjectSeq, @Score)",
            new { context.EventId, message.CallId, context.SubjectSeq, message.Score },
            context.Work.Transaction,
            cancellationToken: cancellation));
}
