using CallCenter.Messaging.Relaying;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;

namespace CallCenter.Messaging.Inbox;

/// <summary>Counts what lies ready in a queue, from outside the bus.</summary>
internal sealed class QueueCount(BrokerLink link, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan _answerWithin = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Messages ready in the queue; null while the broker does not answer, which is for others to notice.
    /// </summary>
    public async Task<long?> ReadyAsync(string queue, CancellationToken stopping)
    {
        try
        {
            await using var channel = await link.OpenChannelAsync(stopping);
            var state = await channel.QueueDeclarePassiveAsync(queue, CancellationToken.None)
                .WaitAsync(_answerWithin, time, stopping);
            return state.MessageCount;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested
            && e is RabbitMQClientException or TimeoutException or IOException)
        {
            Log.WatchdogBlind(logger, queue, e);
            await link.AbandonAsync(stopping);
            return null;
        }
    }
}
