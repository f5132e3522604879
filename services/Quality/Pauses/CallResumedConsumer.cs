using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Quality.Pauses;

/// <summary>The caller is no longer on hold.</summary>
public sealed class CallResumedConsumer : IEventConsumer<CallResumed>
{
    public Task ConsumeAsync(CallResumed message, EventContext context, CancellationToken cancellation) =>
        PauseStore.EndAsync(
            context.Work.Transaction,
            new Pause
            {
                CallId = message.CallId,
                Kind = Pause.Hold,
                StartedAt = message.ResumedAt - TimeSpan.FromMilliseconds(message.HeldMs),
                EndedAt = message.ResumedAt,
            },
            cancellation);
}
