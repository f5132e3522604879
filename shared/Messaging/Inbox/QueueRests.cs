using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// Lets a queue rest whose messages fail one after the other, instead of pouring all of it into the error queue: what
/// fails so is the consumer, or what it needs, and no longer the message. The last message that failed is kept for the
/// time of the rest, so that nothing follows it.
/// </summary>
internal sealed class QueueRests(TimeProvider time, ILogger<QueueRests> logger)
{
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, FaultRate> _rates = new(StringComparer.Ordinal);

    /// <summary>A message had its effect. A queue's messages come one at a time.</summary>
    public void Succeeded(Uri queue) => RateOf(queue).Count(failed: false);

    /// <summary>A message failed for good; returns when the next may come.</summary>
    public async Task FailedAsync(Uri queue, CancellationToken cancellation)
    {
        var rate = RateOf(queue);
        rate.Count(failed: true);
        if (!rate.IsTooHigh)
        {
            return;
        }

        Log.QueueRests(logger, NameOf(queue), rate.Failures, rate.Messages, _rest.TotalSeconds);
        MessagingMetrics.Rests.Add(1);
        rate.Forget();
        await Task.Delay(_rest, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private FaultRate RateOf(Uri queue) => _rates.GetOrAdd(NameOf(queue), _ => new FaultRate());

    private static string NameOf(Uri queue) => queue.AbsolutePath.Split('/')[^1];
}
