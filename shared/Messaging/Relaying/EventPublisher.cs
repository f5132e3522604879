using System.Diagnostics;
using System.Globalization;
using CallCenter.Messaging.Wire;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CallCenter.Messaging.Relaying;

/// <summary>Puts stored events on the wire: CloudEvents 1.0 in binary mode.</summary>
internal static class EventPublisher
{
    private static readonly ActivitySource _activities = new(MessagingMetrics.Name);

    /// <summary>
    /// Publishes all without waiting between them, then waits for every answer of the broker or the deadline.
    /// </summary>
    public static async Task<IReadOnlyList<PublishOutcome>> PublishAsync(
        IChannel channel, IReadOnlyList<PendingEvent> wave, TimeSpan within, TimeProvider time)
    {
        var answers = new Task<PublishOutcome>[wave.Count];
        for (var i = 0; i < wave.Count; i++)
        {
            answers[i] = PublishAsync(channel, wave[i]);
        }

        var all = Task.WhenAll(answers);
        await Task.WhenAny(all, Task.Delay(within, time, CancellationToken.None));
        return [.. answers.Select(a => a.IsCompletedSuccessfully ? a.Result : PublishOutcome.Unknown)];
    }

    private static async Task<PublishOutcome> PublishAsync(IChannel channel, PendingEvent e)
    {
        using var activity = Start(e);
        try
        {
            // Never with a token: a cancelled publish ruins the channel's confirm tracking for ever.
            await channel.BasicPublishAsync(
                WireNames.Events, e.RoutingKey, mandatory: false, Properties(e, activity?.Id ?? e.TraceParent), e.Body,
                CancellationToken.None);
            return PublishOutcome.Confirmed;
        }
        catch (PublishException refused)
        {
            activity?.SetStatus(ActivityStatusCode.Error, refused.Message);
            return PublishOutcome.Nacked;
        }
        catch (Exception closed) when (closed is RabbitMQClientException or ObjectDisposedException
            or IOException or OperationCanceledException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, closed.Message);
            return PublishOutcome.Unknown;
        }
    }

    internal static BasicProperties Properties(PendingEvent e, string? traceParent)
    {
        var headers = new Dictionary<string, object?>(12)
        {
            [WireNames.SpecVersionHeader] = "1.0",
            [WireNames.IdHeader] = e.EventId.ToString(),
            [WireNames.SourceHeader] = e.Source,
            [WireNames.TypeHeader] = e.Type,
            [WireNames.SubjectHeader] = e.Subject,
            [WireNames.TimeHeader] =
                e.SaidAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            [WireNames.DataSchemaHeader] = $"urn:callcenter:event:{e.Type}",
            [WireNames.PartitionKeyHeader] = e.Subject,
            [WireNames.SubjectSeqHeader] = e.SubjectSeq.ToString(CultureInfo.InvariantCulture),
            [WireNames.MessageTypeHeader] = e.MessageType,
            [WireNames.FurtherKeysHeader] = new List<object?> { WireNames.PartKey(e.Part, e.RoutingKey) },
        };
        if (traceParent is not null)
        {
            headers[WireNames.TraceParentHeader] = traceParent;
            headers[WireNames.ActivityIdHeader] = traceParent;
        }

        return new BasicProperties
        {
            MessageId = e.EventId.ToString(),
            Type = e.Type,
            ContentType = "application/json",
            DeliveryMode = DeliveryModes.Persistent,
            Headers = headers,
        };
    }

    private static Activity? Start(PendingEvent e)
    {
        if (!_activities.HasListeners()
            || !ActivityContext.TryParse(e.TraceParent, null, isRemote: true, out var parent))
        {
            return null;
        }

        // Started without becoming current: events of a wave overlap, each continues the trace it was said in.
        var here = Activity.Current;
        var activity = _activities.StartActivity($"{e.RoutingKey} publish", ActivityKind.Producer, parent);
        Activity.Current = here;
        activity?.SetTag("messaging.system", "rabbitmq");
        activity?.SetTag("messaging.operation.type", "send");
        activity?.SetTag("messaging.destination.name", WireNames.Events);
        activity?.SetTag("messaging.message.id", e.EventId.ToString());
        activity?.SetTag("callcenter.subject", e.Subject);
        return activity;
    }
}
