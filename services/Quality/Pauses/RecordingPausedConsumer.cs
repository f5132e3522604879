using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Quality.Pauses;

/// <summary>The recording is silent, whatever is said.</summary>
public sealed class RecordingPausedConsumer : IEventConsumer<RecordingPaused>
{
    public Task ConsumeAsync(RecordingPaused message, EventContext context, CancellationToken cancellation) =>
        PauseStore.BeginAsync(
            context.Work.Transaction,
            new Pause { CallId = message.CallId, Kind = Pause.Card, StartedAt = message.PausedAt },
            cancellation);
}
