using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CallCenter.Telephony;

/// <summary>What operators watch: instruments of the meter <c>CallCenter.Telephony</c>.</summary>
internal static class TelephonyMetrics
{
    private static readonly Meter Meter = new("CallCenter.Telephony");

    private static readonly UpDownCounter<long> Live = Meter.CreateUpDownCounter<long>(
        "callcenter.telephony.calls.live", "{call}", "Calls that this replica holds");

    private static readonly Counter<long> Ended = Meter.CreateCounter<long>(
        "callcenter.telephony.calls.ended", "{call}", "Calls that ended, by cause");

    private static readonly Histogram<double> OrderSeconds = Meter.CreateHistogram<double>(
        "callcenter.telephony.order.duration", "s",
        "From giving an order until the node answered it; RingAgent is the time to the INVITE",
        tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2],
        });

    private static readonly Counter<long> OrdersFailed = Meter.CreateCounter<long>(
        "callcenter.telephony.orders.failed", "{order}", "Orders that a node refused or did not answer");

    private static readonly Counter<long> Unreadable = Meter.CreateCounter<long>(
        "callcenter.telephony.events.unreadable", "{event}", "Events of a node that could not be read");

    private static readonly ConcurrentDictionary<string, bool> Nodes = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, bool> DrainedNodes = new(StringComparer.Ordinal);

    static TelephonyMetrics()
    {
        Meter.CreateObservableGauge(
            "callcenter.telephony.node.connected", () => Measure(Nodes), "{node}",
            "For each node that this replica owns: 1 with its event socket, 0 without");
        Meter.CreateObservableGauge(
            "callcenter.telephony.node.drained", () => Measure(DrainedNodes), "{node}",
            "For each node that this replica owns: 1 while it gets no new calls");
    }

    /// <summary>Null when the node is no longer ours.</summary>
    public static void Drained(string node, bool? drained)
    {
        if (drained is { } now)
        {
            DrainedNodes[node] = now;
        }
        else
        {
            DrainedNodes.TryRemove(node, out _);
        }
    }

    public static void Began() => Live.Add(1);

    public static void Left() => Live.Add(-1);

    public static void CallEnded(string cause) => Ended.Add(1, Tag("cause", cause));

    public static void Unread(string node) => Unreadable.Add(1, Tag("node", node));

    public static void Answered(string order, TimeSpan after) =>
        OrderSeconds.Record(after.TotalSeconds, Tag("order", order));

    /// <param name="order">Name of the order.</param>
    /// <param name="reason">No-answer, or how the node refused.</param>
    public static void Failed(string order, string reason) =>
        OrdersFailed.Add(1, Tag("order", order), Tag("reason", reason));

    /// <summary>Null when the node is no longer ours.</summary>
    public static void Connected(string node, bool? connected)
    {
        if (connected is { } now)
        {
            Nodes[node] = now;
        }
        else
        {
            Nodes.TryRemove(node, out _);
        }
    }

    private static IEnumerable<Measurement<int>> Measure(ConcurrentDictionary<string, bool> nodes) =>
        nodes.Select(node => new Measurement<int>(node.Value ? 1 : 0, Tag("node", node.Key)));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
