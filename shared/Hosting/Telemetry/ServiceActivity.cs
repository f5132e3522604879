using System.Diagnostics;

namespace CallCenter.Hosting;

/// <summary>
/// Spans of the service itself. One call is one trace over minutes: what lets work go on later stores
/// <c>Activity.Current?.Id</c>, and the work then starts here with that as its parent.
/// </summary>
public static class ServiceActivity
{
    /// <summary>Attribute of every span, and of every log line, that belongs to a call.</summary>
    public const string CallId = "callcenter.call.id";

    private static ActivitySource _source = new("CallCenter");

    internal static void Use(string service) =>
        _source = new ActivitySource("CallCenter." + char.ToUpperInvariant(service[0]) + service[1..]);

    /// <summary>Starts a span; its parent is the stored trace context, or the present one when there is none.</summary>
    public static Activity? Start(string name, string? traceparent = null, ActivityKind kind = ActivityKind.Internal) =>
        ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent)
            ? _source.StartActivity(name, kind, parent)
            : _source.StartActivity(name, kind);

    /// <summary>Says that the present span and everything started under it belong to this call.</summary>
    public static void OfCall(Guid callId)
    {
        if (Activity.Current is { } activity)
        {
            var id = callId.ToString();
            activity.SetTag(CallId, id);
            activity.SetBaggage(CallId, id);
        }
    }

    /// <summary>
    /// The same for the subject of an event, <c>call/&lt;id&gt;</c>; other subjects belong to no call.
    /// </summary>
    public static void OfSubject(string subject)
    {
        if (subject.StartsWith("call/", StringComparison.Ordinal) && Guid.TryParse(subject.AsSpan(5), out var callId))
        {
            OfCall(callId);
        }
    }
}
