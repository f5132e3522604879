using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Wire;
using Microsoft.Extensions.Logging;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// Looks at the queues from outside the bus: consumers have been seen to stop while their connections looked alive.
/// Returns when a queue is stalled; the consumers are then made anew.
/// </summary>
internal sealed class DeliveryWatchdog(
    ServiceIdentity service, Uri broker, TimeSpan stalledAfter, DeliveryRecord deliveries, ILogger logger,
    TimeProvider time)
{
    private const int Looks = 4;

    public async Task StalledAsync(CancellationToken stopping)
    {
        await using var link = new BrokerLink(broker, $"{service.Name}-watchdog", logger, time);
        var count = new QueueCount(link, logger, time);
        var began = time.GetTimestamp();
        var seen = Enumerable.Range(0, WireNames.Parts).ToDictionary(
            p => WireNames.Queue(service.Name, p), _ => new List<QueueLook>());
        while (true)
        {
            await Task.Delay(stalledAfter / Looks, time, stopping);
            foreach (var (queue, looks) in seen)
            {
                if (await count.ReadyAsync(queue, stopping) is not { } ready)
                {
                    break;
                }

                var idle = deliveries.Since(queue) is { } since && since < time.GetElapsedTime(began)
                    ? since
                    : time.GetElapsedTime(began);
                looks.Add(new QueueLook(ready, idle));
                if (looks.Count > Looks)
                {
                    looks.RemoveAt(0);
                }

                if (StallRules.IsStalled(looks, stalledAfter))
                {
                    Log.QueueStalled(logger, queue, ready);
                    MessagingMetrics.Stalled.Add(1);
                    return;
                }
            }
        }
    }
}
