using System.Collections.Concurrent;
using System.Text;
using CallCenter.Messaging.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Xunit;

namespace CallCenter.Messaging.Tests;

/// <summary>Any AMQP client: hears what one queue gets, without a library of ours.</summary>
internal sealed class Ear : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private Ear(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public ConcurrentQueue<Sound> Heard { get; } = [];

    /// <summary>A queue of its own, bound to everything said.</summary>
    public static async Task<Ear> AtEventsAsync(Uri broker, string routingKey = "#")
    {
        var (connection, channel) = await ConnectAsync(broker);
        var queue = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true);
        await channel.QueueBindAsync(queue.QueueName, WireNames.Events, routingKey);
        return await ListenAsync(connection, channel, queue.QueueName);
    }

    /// <summary>A queue that is there already.</summary>
    public static async Task<Ear> AtQueueAsync(Uri broker, string queue)
    {
        var (connection, channel) = await ConnectAsync(broker);
        return await ListenAsync(connection, channel, queue);
    }

    /// <summary>Says what a relay would not: on the wire, to the first part of whoever hears the key.</summary>
    public static async Task PublishAsync(
        Uri broker, string routingKey, string body, Dictionary<string, object?> headers)
    {
        var (connection, channel) = await ConnectAsync(broker);
        await using (connection)
        await using (channel)
        {
            headers[WireNames.FurtherKeysHeader] = new List<object?> { WireNames.PartKey(0, routingKey) };
            await channel.BasicPublishAsync(
                WireNames.Events, routingKey, mandatory: false,
                new BasicProperties { ContentType = "application/json", Headers = headers },
                Encoding.UTF8.GetBytes(body));
        }
    }

    public async Task<Sound> FirstAsync(Func<Sound, bool>? which = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Station.Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            if (Heard.FirstOrDefault(s => which?.Invoke(s) ?? true) is { } sound)
            {
                return sound;
            }

            Assert.False(deadline.IsCancellationRequested, "nothing of the kind was heard within 20 s");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static async Task<(IConnection, IChannel)> ConnectAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        return (connection, await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    private static async Task<Ear> ListenAsync(IConnection connection, IChannel channel, string queue)
    {
        var ear = new Ear(connection, channel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            ear.Heard.Enqueue(new Sound(
                delivery.RoutingKey,
                delivery.BasicProperties.MessageId,
                delivery.BasicProperties.Headers?.ToDictionary(
                    h => h.Key, h =>
                        h.Value is byte[] text ? Encoding.UTF8.GetString(text) : h.Value?.ToString()) ?? [],
                Encoding.UTF8.GetString(delivery.Body.Span)));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return ear;
    }
}

/// <summary>One message as it came.</summary>
internal sealed record Sound(string RoutingKey, string? MessageId, Dictionary<string, string?> Headers, string Body);
