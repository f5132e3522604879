using System.Globalization;
using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Wire;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// Where messages go that cannot have their effect: <c>…_error</c> (malformed, or the consumer failed) and
/// <c>…_skipped</c> (no consumer for that type). The bytes and headers stay as they came; the reason is added. The
/// original is acknowledged only after the copy is confirmed. The bus's own way is not used: it would make one pair of
/// queues per part.
/// </summary>
internal sealed class AsideQueues : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>, IAsyncDisposable
{
    private const int LongestReason = 500;
    private static readonly TimeSpan _confirmWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly ServiceIdentity _service;
    private readonly BrokerLink _link;
    private readonly QueueRests _rests;
    private readonly ListeningEnd _end;
    private readonly TimeProvider _time;
    private readonly ILogger<AsideQueues> _logger;
    private readonly SemaphoreSlim _gate = new(1);
    private IChannel? _channel;

    public AsideQueues(
        ServiceIdentity service, IOptions<BrokerOptions> broker, QueueRests rests, ListeningEnd end,
        TimeProvider time, ILogger<AsideQueues> logger)
    {
        _rests = rests;
        _end = end;
        _service = service;
        _time = time;
        _logger = logger;
        _link = new BrokerLink(broker.Value.Uri, $"{service.Name}-aside", logger, time);
    }

    /// <exception cref="OperationCanceledException">Listening ends: the message goes back to its place.</exception>
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.Exception is ConsumerCanceledException or OperationCanceledException
            && _end.Token.IsCancellationRequested)
        {
            // It only waited, and is no bad message: what is thrown here gives it back to the broker.
            throw new OperationCanceledException("Listening ends.", context.Exception);
        }

        var fault = context.Exception is ConsumerException { InnerException: { } inner } ? inner : context.Exception;
        await MoveAsync(WireNames.ErrorQueue(_service.Name), context, Reason(fault));
        MessagingMetrics.Errored.Add(1);
        Log.MessageErrored(_logger, context.TransportHeaders.Get<string>(WireNames.IdHeader), fault);
        await _rests.FailedAsync(context.InputAddress, context.CancellationToken);
        await next.Send(context);
    }

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        const string Reason = "no consumer for this type of message";
        await MoveAsync(WireNames.SkippedQueue(_service.Name), context, Reason);
        MessagingMetrics.Skipped.Add(1);
        Log.MessageSkipped(_logger, context.TransportHeaders.Get<string>(WireNames.MessageTypeHeader));
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("aside");

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        _gate.Dispose();
    }

    private async Task MoveAsync(string exchange, ReceiveContext context, string reason)
    {
        var properties = new BasicProperties
        {
            MessageId = context.TransportHeaders.Get<string>(WireNames.IdHeader),
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            Headers = context.TransportHeaders.GetAll().ToDictionary(h => h.Key, h => (object?)Plain(h.Value)),
        };
        properties.Headers["fault_reason"] = reason.Length <= LongestReason ? reason : reason[..LongestReason];
        properties.Headers["fault_queue"] = context.InputAddress.AbsolutePath.Split('/')[^1];
        properties.Headers["fault_at"] = _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

        await _gate.WaitAsync(context.CancellationToken);
        try
        {
            _channel ??= await _link.OpenChannelAsync(context.CancellationToken);
            await _channel.BasicPublishAsync(exchange, "", mandatory: true, properties, context.Body.GetBytes(),
                CancellationToken.None).AsTask().WaitAsync(_confirmWithin, _time, CancellationToken.None);
        }
        catch
        {
            // The message goes back to its queue and comes again: not at once, or it would go round in a loop.
            _channel = null;
            await _link.AbandonAsync(CancellationToken.None);
            await Task.Delay(_pause, _time, CancellationToken.None);
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    private static string Reason(Exception fault) =>
        $"{fault.GetType().Name}: {fault.Message}" + (fault.InnerException is { } inner ? $" / {Reason(inner)}" : "");

    private static object? Plain(object? value) =>
        value is string or int or long or bool or null ? value : value.ToString();
}
