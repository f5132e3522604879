using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// Counts what lies in the queues where nothing should lie: the service's own two, and the broker's two, at which no
/// service has a hand when a message goes there. A count that grows is logged.
/// </summary>
internal sealed class AsideWatch(
    ServiceIdentity service, IOptions<BrokerOptions> broker, TimeProvider time, ILogger<AsideWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, string> _meanings = new(StringComparer.Ordinal)
    {
        [WireNames.ErrorQueue(service.Name)] = "their consumer failed; each holds its fault_reason",
        [WireNames.SkippedQueue(service.Name)] = "nobody here hears their type",
        [WireNames.Unrouted] = "no queue is bound to their routing key",
        [WireNames.Dead] =
            "they ended their consumer too often, or a subscriber left them too long; each holds its x-death",
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var link = new BrokerLink(broker.Value.Uri, $"{service.Name}-aside-watch", logger, time);
        var count = new QueueCount(link, logger, time);
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(count, known, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(_every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(QueueCount count, Dictionary<string, long> known, CancellationToken stopping)
    {
        foreach (var (queue, meaning) in _meanings)
        {
            if (await count.ReadyAsync(queue, stopping) is not { } messages)
            {
                continue;
            }

            MessagingMetrics.CountAside(queue, messages);
            var before = known.GetValueOrDefault(queue);
            known[queue] = messages;
            if (messages > before)
            {
                Log.AsideGrown(logger, queue, messages, messages - before, meaning);
            }
        }
    }
}
