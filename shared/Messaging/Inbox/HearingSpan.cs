using System.Diagnostics;
using CallCenter.Messaging.Wire;
using MassTransit;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// The span of one heard event, which goes on with the trace it was said in. The bus would make two of each, and say
/// the same ids and names over and over in both.
/// </summary>
internal static class HearingSpan
{
    private static readonly ActivitySource _activities = new(MessagingMetrics.Name);

    public static Activity? Start(EventDescription heard, ReceiveContext context)
    {
        if (!_activities.HasListeners())
        {
            return null;
        }

        var said = context.TransportHeaders.Get<string>(WireNames.TraceParentHeader);
        var name = $"{heard.RoutingKey} process";
        var span = ActivityContext.TryParse(said, null, isRemote: true, out var parent)
            ? _activities.StartActivity(name, ActivityKind.Consumer, parent)
            : _activities.StartActivity(name, ActivityKind.Consumer);
        span?.SetTag("messaging.system", "rabbitmq");
        span?.SetTag("messaging.operation.type", "process");
        span?.SetTag("messaging.destination.name", context.InputAddress.AbsolutePath.Split('/')[^1]);
        span?.SetTag("messaging.message.id", context.TransportHeaders.Get<string>(WireNames.IdHeader));
        return span;
    }
}
