using CallCenter.Hosting;
using CallCenter.Messaging.Inbox;
using CallCenter.Messaging.Outbox;
using CallCenter.Messaging.Redriving;
using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Topology;
using CallCenter.Messaging.Upkeep;
using CallCenter.Messaging.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Messaging;

/// <summary>Adds outbox, relay, inbox and bus to a service.</summary>
public static class MessagingSetup
{
    public static ServiceBuilder AddMessaging(this ServiceBuilder service, Action<Subscriptions> hears)
    {
        service.AddSchema(typeof(MessagingSetup).Assembly);
        service.AddSettings<BrokerOptions>("Broker");
        service.AddSettings<MessagingOptions>("Messaging");
        service.AddMigrationStep("make the partitions of the coming days", KeepPartitionsAsync);
        service.AddMigrationStep("declare exchanges and queues", DeclareAsync);
        service.AddCommand("redrive", RedriveCommand.RunAsync);

        service.Services.AddMessaging(
            new ServiceIdentity(service.Name, service.Configuration["Installation"] ?? "local"), hears);
        service.AddReadiness<BrokerCheck>("broker");
        return service;
    }

    /// <summary>The same on a bare container, which already has the database, options, clock and logging.</summary>
    public static IServiceCollection AddMessaging(
        this IServiceCollection services, ServiceIdentity identity, Action<Subscriptions> hears)
    {
        var subscriptions = new Subscriptions();
        hears(subscriptions);
        subscriptions.Register(services);
        services.AddSingleton(subscriptions);
        services.AddSingleton(identity);
        services.AddSingleton<RelaySignal>();
        services.AddSingleton<DeliveryRecord>();
        services.AddSingleton<QueueRests>();
        services.AddSingleton<ListeningEnd>();
        services.AddSingleton<AsideQueues>();
        services.AddSingleton<BrokerCheck>();
        services.AddSingleton(p => new Transactions(p.GetRequiredService<NpgsqlDataSource>(), new Speaker(
            identity.Name,
            WireNames.Source(identity.Installation, identity.Name),
            p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<RelaySignal>(),
            p.GetService<IStepObserver>(),
            p.GetService<IEventRecorder>())));

        // They start in this order: before anything is written today's partitions are there.
        services.AddHostedService<UpkeepWorker>();
        services.AddHostedService<RelayWorker>();
        services.AddHostedService<ListeningWorker>();
        services.AddHostedService<AsideWatch>();
        return services;
    }

    private static async Task KeepPartitionsAsync(IServiceProvider provider, CancellationToken cancellation)
    {
        await using var connection =
            await provider.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellation);
        await UpkeepStore.KeepPartitionsAsync(connection, cancellation);
    }

    private static async Task DeclareAsync(IServiceProvider provider, CancellationToken cancellation)
    {
        var uri = provider.GetRequiredService<IOptions<BrokerOptions>>().Value.Uri;
        var broker = BrokerAddress.Of(uri);
        try
        {
            await BrokerTopology.DeclareAsync(
                uri,
                provider.GetRequiredService<ServiceIdentity>().Name,
                provider.GetRequiredService<Subscriptions>().Events,
                cancellation);
        }
        catch (RabbitMQ.Client.Exceptions.RabbitMQClientException e)
        {
            throw new MigrationException($"the broker at {broker} refused the topology: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // The client calls all of them unreachable; only the innermost says whether it was the way, the
            // certificate or the password.
            throw new MigrationException(
                $"the broker at {broker} cannot be reached: {e.GetBaseException().Message}", e);
        }
    }
}
