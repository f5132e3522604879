using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace CallCenter.Local.Calls;

/// <summary>Hears every event of the installation on a queue of its own, which goes with it.</summary>
public sealed class EventListener : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<HeardEvent> _heard = [];
    private TaskCompletionSource _next = NewSignal();

    private EventListener(IConnection connection, IChannel channel, TimeProvider time)
    {
        _connection = connection;
        _channel = channel;
        _time = time;
    }

    /// <summary>Called for each event as it comes; set before the first is expected.</summary>
    public Action<HeardEvent>? OnEvent { get; set; }

    /// <summary>What was heard so far, in the order of arrival.</summary>
    public IReadOnlyList<HeardEvent> Heard
    {
        get
        {
            lock (_gate)
            {
                return [.. _heard];
            }
        }
    }

    public static async Task<EventListener> StartAsync(Uri broker, TimeProvider time, CancellationToken cancellation)
    {
        var factory = new ConnectionFactory
        {
            Uri = broker, ClientProvidedName = "call", AutomaticRecoveryEnabled = false,
        };
        var connection = await factory.CreateConnectionAsync(cancellation);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        var listener = new EventListener(connection, channel, time);
        var queue = $"operator.{Guid.CreateVersion7():n}";
        await channel.QueueDeclareAsync(
            queue, durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellation);
        await channel.QueueBindAsync(queue, "callcenter.events", "#", cancellationToken: cancellation);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            listener.Hear(HeardEvent.Read(delivery.BasicProperties, delivery.Body, time.GetTimestamp()));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer, cancellation);
        return listener;
    }

    /// <summary>The first event that fits, heard already or within the limit; null when there is none.</summary>
    public async Task<HeardEvent?> FindAsync(
        Func<HeardEvent, bool> fits, TimeSpan within, CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        var seen = 0;
        while (true)
        {
            Task next;
            lock (_gate)
            {
                for (; seen < _heard.Count; seen++)
                {
                    if (fits(_heard[seen]))
                    {
                        return _heard[seen];
                    }
                }

                next = _next.Task;
            }

            var left = within - _time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            await Task.WhenAny(next, Task.Delay(left, _time, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>As <see cref="FindAsync"/>, where the event must come: says what was heard instead.</summary>
    public async Task<HeardEvent> WaitAsync(
        string name, Func<HeardEvent, bool> fits, TimeSpan within, CancellationToken cancellation) =>
        await FindAsync(heard => heard.Name == name && fits(heard), within, cancellation)
        ?? throw new TimeoutException(
            $"No {name} came within {within.TotalSeconds:0.#} s. "
            + $"Heard last: {string.Join(", ", Heard.TakeLast(12).Select(heard => heard.Name))}.");

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Hear(HeardEvent heard)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            _heard.Add(heard);
            signal = _next;
            _next = NewSignal();
        }

        OnEvent?.Invoke(heard);
        signal.TrySetResult();
    }
}
