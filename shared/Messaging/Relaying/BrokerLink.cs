using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace CallCenter.Messaging.Relaying;

/// <summary>
/// The relay's own connection to the broker. RabbitMQ.Client 7.1.2 can hang or corrupt its confirm tracking after a
/// recovery or a cancelled token, so: no automatic recovery, no tokens into publishing, and after any doubt the
/// connection is thrown away and made anew.
/// </summary>
/// <param name="broker">Where.</param>
/// <param name="name">The connection's name at the broker.</param>
/// <param name="logger">Told what goes wrong.</param>
/// <param name="time">The clock.</param>
/// <param name="blocked">Told when the broker begins to take nothing, and when it takes again.</param>
internal sealed class BrokerLink(
    Uri broker, string name, ILogger logger, TimeProvider time, Action<bool>? blocked = null) : IAsyncDisposable
{
    private static readonly TimeSpan _connectWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _disposeWithin = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _gate = new(1);
    private IConnection? _connection;
    private volatile TaskCompletionSource? _blocked;

    /// <summary>
    /// A channel with tracked confirms and no limit of outstanding ones, on a connection that is open.
    /// </summary>
    public async Task<IChannel> OpenChannelAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                await ThrowAwayAsync();
                _connection = await ConnectAsync();
            }

            return await _connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true,
                    publisherConfirmationTrackingEnabled: true,
                    outstandingPublisherConfirmationsRateLimiter: null),
                CancellationToken.None).WaitAsync(_connectWithin, time, cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Whether the broker takes nothing now.</summary>
    public bool IsBlocked => _blocked is not null;

    /// <summary>Waits while the broker takes nothing because of its memory or disk alarm.</summary>
    public Task UnblockedAsync(CancellationToken cancellation) =>
        _blocked is { } present ? present.Task.WaitAsync(cancellation) : Task.CompletedTask;

    /// <summary>Throws the connection away; every channel on it dies, the next open makes a new one.</summary>
    public async Task AbandonAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            await ThrowAwayAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ThrowAwayAsync();
        _gate.Dispose();
    }

    private async Task<IConnection> ConnectAsync()
    {
        var factory = new ConnectionFactory
        {
            Uri = broker,
            ClientProvidedName = name,
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(5),
            RequestedConnectionTimeout = _connectWithin,
        };

        // The token of CreateConnectionAsync is one of the things that hang: a deadline outside it does not.
        var connection = await factory.CreateConnectionAsync(CancellationToken.None).WaitAsync(_connectWithin, time);
        connection.ConnectionBlockedAsync += (_, alarm) =>
        {
            Block();
            Log.BrokerBlocked(logger, alarm.Reason);
            return Task.CompletedTask;
        };
        connection.ConnectionUnblockedAsync += (_, _) =>
        {
            Unblock();
            return Task.CompletedTask;
        };
        connection.ConnectionShutdownAsync += (_, _) =>
        {
            Unblock();
            return Task.CompletedTask;
        };
        return connection;
    }

    private void Block()
    {
        var begins = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _blocked, begins, null) is null)
        {
            blocked?.Invoke(true);
        }
    }

    private void Unblock()
    {
        if (Interlocked.Exchange(ref _blocked!, null) is { } ended)
        {
            blocked?.Invoke(false);
            ended.TrySetResult();
        }
    }

    private async Task ThrowAwayAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is not { } connection)
        {
            return;
        }

        Unblock();
        try
        {
            await connection.DisposeAsync().AsTask().WaitAsync(_disposeWithin, time);
        }
        catch (Exception e) when (
            e is TimeoutException or IOException or RabbitMQ.Client.Exceptions.RabbitMQClientException)
        {
            Log.ConnectionNotClosed(logger, e);
        }
    }
}
