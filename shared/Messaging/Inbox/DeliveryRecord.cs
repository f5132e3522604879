using System.Collections.Concurrent;

namespace CallCenter.Messaging.Inbox;

/// <summary>When each queue last delivered something here: what the watchdog looks at.</summary>
internal sealed class DeliveryRecord(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _last = new(StringComparer.Ordinal);

    public void Seen(Uri queue) =>
        _last[queue.AbsolutePath[(queue.AbsolutePath.LastIndexOf('/') + 1)..]] = time.GetTimestamp();

    /// <summary>Time since the last delivery, or null when there was none yet.</summary>
    public TimeSpan? Since(string queue) => _last.TryGetValue(queue, out var at) ? time.GetElapsedTime(at) : null;
}
