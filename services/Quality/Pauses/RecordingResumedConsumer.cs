using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Quality.Pauses;

/// <summary>The recording goes on, or has ended.</summary>
public sealed class RecordingResumedConsumer : IEventConsumer<RecordingResumed>
{
    public Task ConsumeAsync(RecordingResumed message, EventContext context, CancellationToken cancellation) =>
        PauseStore.EndAsync(
            context.Work.Transaction,
            new Pause
            {
                CallId = message.CallId,
                Kind = Pause.Card,
                StartedAt = message.ResumedAt - TimeSpan.FromMilliseconds(message.PausedMs),
                EndedAt = message.ResumedAt,
            },
            cancellation);
}
