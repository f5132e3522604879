using System.Collections.Concurrent;
using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client.Exceptions;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// That listening ends: a message that waits for its next attempt is given back at once, and what was fetched behind it
/// in its queue is not handled either but follows it back in order, or the next consumer of the queue would find the
/// order reversed.
/// </summary>
internal sealed class ListeningEnd : IDisposable
{
    private static readonly TimeSpan _settledWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(1);

    /// <summary>By queue, the message that was given back last.</summary>
    private readonly ConcurrentDictionary<Uri, ReceiveContext> _givenBack = new();
    private CancellationTokenSource _ending = new();

    /// <summary>Canceled when listening ends.</summary>
    public CancellationToken Token => _ending.Token;

    public void Begin()
    {
        _ending.Dispose();
        _ending = new CancellationTokenSource();
        _givenBack.Clear();
    }

    public Task EndAsync() => _ending.CancelAsync();

    /// <summary>
    /// This message goes back to its queue as soon as its consumer throws. Nothing is delivered to us any more by then:
    /// the broker would deliver it anew to a consumer that still listens, and put it back behind those that follow it.
    /// </summary>
    public async Task GiveBackAsync(ReceiveContext message)
    {
        if (message.TryGetPayload<ChannelContext>(out var channel)
            && message.TryGetPayload<RabbitMqBasicConsumeContext>(out var consumed))
        {
            try
            {
                await channel.BasicCancel(consumed.ConsumerTag);
            }
            catch (Exception e) when (e is RabbitMQClientException or OperationCanceledException
                                          or ObjectDisposedException or IOException)
            {
                // A channel that is gone has given all back, in order.
            }
        }

        _givenBack[message.InputAddress] = message;
    }

    /// <summary>
    /// The broker puts messages back in the order in which they are given back, and the bus lets the next message in
    /// before it has given back the last: a message waits here until the one before it is on its way.
    /// </summary>
    /// <exception cref="OperationCanceledException">One before it was given back.</exception>
    public async Task ThrowIfGivenBackAsync(ReceiveContext message)
    {
        if (!_givenBack.TryGetValue(message.InputAddress, out var before))
        {
            return;
        }

        var began = TimeProvider.System.GetTimestamp();
        while (!IsSettled(before) && TimeProvider.System.GetElapsedTime(began) < _settledWithin)
        {
            await Task.Delay(_pause);
        }

        _givenBack[message.InputAddress] = message;
        throw new OperationCanceledException("A message before this one was given back to the broker.");
    }

    public void Dispose() => _ending.Dispose();

    /// <summary>The bus disposes of a message when it has told the broker; nothing else of it tells.</summary>
    private static bool IsSettled(ReceiveContext message)
    {
        try
        {
            _ = message.CancellationToken;
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
