using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Quality.Analyses;

/// <summary>
/// A recording is gone: work that is left ends. Results stay: they are numbers and instants, and nothing that was said.
/// </summary>
public sealed class RecordingDeletedConsumer(TimeProvider time) : IEventConsumer<RecordingDeleted>
{
    public Task ConsumeAsync(RecordingDeleted message, EventContext context, CancellationToken cancellation) =>
        AnalysisStore.GiveUpAsync(
            context.Work.Transaction, message.RecordingId, AnalysisStore.Deleted, time.GetUtcNow(), cancellation);
}
