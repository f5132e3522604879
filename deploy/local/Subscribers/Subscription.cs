using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace CallCenter.Local.Subscribers;

/// <summary>
/// A queue of a subscriber's own, bound to the public events; read with the subscriber's credential alone.
/// </summary>
public sealed class Subscription : IAsyncDisposable
{
    private const string Public = "callcenter.public";
    private const ushort Prefetch = 100;
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly string _queue;

    private Subscription(IConnection connection, IChannel channel, string queue)
    {
        _connection = connection;
        _channel = channel;
        _queue = queue;
    }

    /// <summary>
    /// Declares <c>sub.&lt;name&gt;.events</c> and binds it: from then on nothing that matches is missed, read or not.
    /// </summary>
    public static async Task<Subscription> OpenAsync(
        Uri broker, string name, IEnumerable<string> routingKeys, CancellationToken cancellation)
    {
        var factory = new ConnectionFactory { Uri = broker, ClientProvidedName = $"sub.{name}" };
        var connection = await factory.CreateConnectionAsync(cancellation);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        var queue = $"sub.{name}.events";
        await channel.QueueDeclareAsync(
            queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellation);
        foreach (var key in routingKeys)
        {
            await channel.QueueBindAsync(queue, Public, key, cancellationToken: cancellation);
        }

        return new Subscription(connection, channel, queue);
    }

    /// <summary>
    /// Hands over each event as a CloudEvents object and acknowledges it, until cancelled or cut off.
    /// </summary>
    public async Task ReadAsync(Func<string, Task> take, CancellationToken cancellation)
    {
        await _channel.BasicQosAsync(0, Prefetch, global: false, cancellation);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await take(CloudEventJson.Of(delivery.BasicProperties, delivery.Body));
            await _channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        _channel.ChannelShutdownAsync += (_, reason) =>
        {
            ended.TrySetException(new IOException($"The broker ended the subscription: {reason.ReplyText}"));
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(_queue, autoAck: false, consumer, cancellation);
        await using var stop = cancellation.Register(() => ended.TrySetResult());
        await ended.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
