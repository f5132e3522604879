using System.Security.Authentication;
using CallCenter.Messaging.Topology;
using CallCenter.Messaging.Wire;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// Consumes the service's eight queues. The bus is made here and not by its own container integration, so that nothing
/// in the container can publish past the outbox, and so that the watchdog can replace it.
/// </summary>
internal sealed class ListeningWorker(
    Subscriptions subscriptions,
    ServiceIdentity service,
    IServiceProvider provider,
    AsideQueues aside,
    DeliveryRecord deliveries,
    ListeningEnd end,
    BrokerCheck health,
    IOptions<BrokerOptions> broker,
    IOptions<MessagingOptions> options,
    TimeProvider time,
    ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan _stopWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);
    private readonly ILogger _logger = loggers.CreateLogger<ListeningWorker>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (subscriptions.Consumers.Count == 0)
        {
            return;
        }

        LogContext.ConfigureCurrentLogContext(loggers);
        while (!stoppingToken.IsCancellationRequested)
        {
            var bus = Build();
            health.Watch(bus);
            end.Begin();
            try
            {
                await bus.StartAsync(stoppingToken);
                await WatchAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Log.ListeningFailed(_logger, e);
                await Task.Delay(_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                await StopAsync(bus);
            }
        }
    }

    private Task WatchAsync(CancellationToken stopping) => new DeliveryWatchdog(
        service, broker.Value.Uri, options.Value.StalledAfter, deliveries, _logger, time).StalledAsync(stopping);

    private async Task StopAsync(IBusControl bus)
    {
        using var deadline = new CancellationTokenSource(_stopWithin, time);
        try
        {
            // In this order: a consumer that ends while its bus goes on is begun anew.
            var stopping = bus.StopAsync(deadline.Token);
            await end.EndAsync();
            await stopping;
        }
        catch (Exception e)
        {
            Log.BusNotStopped(_logger, e);
        }
    }

    private IBusControl Build() => Bus.Factory.CreateUsingRabbitMq(bus =>
    {
        var address = BrokerAddress.Of(broker.Value.Uri);
        bus.Host(address.Host, (ushort)address.Port, address.VirtualHost, $"{service.Name}-consumers", host =>
        {
            host.Username(address.User);
            host.Password(address.Password);
            host.Heartbeat(TimeSpan.FromSeconds(5));
            if (address.Tls)
            {
                host.UseSsl(tls =>
                {
                    tls.ServerName = address.Host;
                    tls.Protocol = SslProtocols.None; // what the system holds for safe
                });
            }
        });
        bus.ConfigureJsonSerializerOptions(WireJson.Apply);
        bus.ClearSerialization();
        bus.UseRawJsonSerializer(RawSerializerOptions.CopyHeaders, isDefault: true);
        for (var part = 0; part < WireNames.Parts; part++)
        {
            bus.ReceiveEndpoint(WireNames.Queue(service.Name, part), Configure);
        }
    });

    private void Configure(IRabbitMqReceiveEndpointConfigurator queue)
    {
        queue.ConfigureConsumeTopology = false;
        queue.PublishFaults = false;
        queue.ConfigureError(pipe => pipe.UseFilter(aside));
        queue.ConfigureDeadLetter(pipe => pipe.UseFilter(aside));
        queue.SetQuorumQueue();
        queue.SingleActiveConsumer = true;
        queue.PrefetchCount = options.Value.Prefetch;

        // One at a time: with more, single active consumer or not, events of one subject overtake each other.
        queue.ConcurrentMessageLimit = 1;
        foreach (var connect in subscriptions.Consumers)
        {
            connect(queue, provider);
        }
    }
}
