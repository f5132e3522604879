using CallCenter.Messaging;

namespace CallCenter.Routing.Callbacks;

/// <summary>Ends the callback that led to a call, when the call has come to an agent or to its end.</summary>
internal static class CallbackEnding
{
    public static async Task EndAsync(
        UnitOfWork work, Guid? callbackId, string outcome, DateTimeOffset at, CancellationToken cancellation)
    {
        if (callbackId is { } id && await CallbackStore.LockAsync(work.Transaction, id, cancellation) is { } callback)
        {
            var change = callback.End(outcome, at);
            await CallbackStore.SaveAsync(work.Transaction, change.Changed, cancellation);
            work.Publish(change.Events);
        }
    }
}
