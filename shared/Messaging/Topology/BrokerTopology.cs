using CallCenter.Messaging.Wire;
using RabbitMQ.Client;

namespace CallCenter.Messaging.Topology;

/// <summary>
/// Declares what one service needs at the broker. It runs in <c>migrate</c>, before anybody publishes: an event said
/// before its listener's queue is bound would be confirmed and lost. Only what can never change is an argument of a
/// queue; limits and time-outs are policies (<see cref="BrokerPolicies"/>).
/// </summary>
public static class BrokerTopology
{
    public static async Task DeclareAsync(
        Uri broker, string service, IEnumerable<EventDescription> hears, CancellationToken cancellation)
    {
        var factory = new ConnectionFactory
        {
            Uri = broker,
            ClientProvidedName = $"{service}-migrate",
            AutomaticRecoveryEnabled = false,
        };
        await using var connection = await factory.CreateConnectionAsync(cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        await DeclareSharedAsync(channel, cancellation);
        foreach (var said in EventCatalogue.All.Where(e => e.Public && e.Publisher == service))
        {
            await channel.ExchangeBindAsync(
                WireNames.Public, WireNames.Events, said.RoutingKey, cancellationToken: cancellation);
        }

        await DeclareQueuesAsync(channel, service, cancellation);
        foreach (var heard in hears)
        {
            for (var part = 0; part < WireNames.Parts; part++)
            {
                await channel.QueueBindAsync(
                    WireNames.Queue(service, part), WireNames.Events, WireNames.PartKey(part, heard.RoutingKey),
                    cancellationToken: cancellation);
            }
        }
    }

    private static async Task DeclareSharedAsync(IChannel channel, CancellationToken cancellation)
    {
        await DeclareExchangeAsync(channel, WireNames.Unrouted, ExchangeType.Fanout, null, cancellation);
        await DeclareQueueAsync(channel, WireNames.Unrouted, null, cancellation);
        await channel.QueueBindAsync(WireNames.Unrouted, WireNames.Unrouted, "", cancellationToken: cancellation);

        await DeclareExchangeAsync(channel, WireNames.DeadLetters, ExchangeType.Topic, null, cancellation);
        await DeclareQueueAsync(channel, WireNames.Dead, null, cancellation);
        await channel.QueueBindAsync(WireNames.Dead, WireNames.DeadLetters, "#", cancellationToken: cancellation);

        await DeclareExchangeAsync(channel, WireNames.Events, ExchangeType.Topic,
            new() { ["alternate-exchange"] = WireNames.Unrouted }, cancellation);
        await DeclareExchangeAsync(channel, WireNames.Public, ExchangeType.Topic, null, cancellation);
    }

    private static async Task DeclareQueuesAsync(IChannel channel, string service, CancellationToken cancellation)
    {
        for (var part = 0; part < WireNames.Parts; part++)
        {
            var queue = WireNames.Queue(service, part);
            await DeclareQueueAsync(channel, queue, new() { ["x-single-active-consumer"] = true }, cancellation);
        }

        foreach (var aside in new[] { WireNames.ErrorQueue(service), WireNames.SkippedQueue(service) })
        {
            await DeclareExchangeAsync(channel, aside, ExchangeType.Fanout, null, cancellation);
            await DeclareQueueAsync(channel, aside, null, cancellation);
            await channel.QueueBindAsync(aside, aside, "", cancellationToken: cancellation);
        }
    }

    private static Task DeclareExchangeAsync(IChannel channel, string name, string type,
        Dictionary<string, object?>? arguments, CancellationToken cancellation) =>
        channel.ExchangeDeclareAsync(
            name, type, durable: true, autoDelete: false, arguments, cancellationToken: cancellation);

    private static Task<QueueDeclareOk> DeclareQueueAsync(
        IChannel channel, string name, Dictionary<string, object?>? arguments, CancellationToken cancellation) =>
        channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>(arguments ?? []) { ["x-queue-type"] = "quorum" },
            cancellationToken: cancellation);
}
