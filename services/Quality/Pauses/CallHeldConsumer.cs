using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;

namespace CallCenter.Quality.Pauses;

/// <summary>The caller is on hold: what is silent now is nobody's fault.</summary>
public sealed class CallHeldConsumer : IEventConsumer<CallHeld>
{
    public Task ConsumeAsync(CallHeld message, EventContext context, CancellationToken cancellation) =>
        PauseStore.BeginAsync(
            context.Work.Transaction,
            new Pause { CallId = message.CallId, Kind = Pause.Hold, StartedAt = message.HeldAt },
            cancellation);
}
