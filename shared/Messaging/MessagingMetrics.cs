using System.Diagnostics.Metrics;
using CallCenter.Messaging.Upkeep;

namespace CallCenter.Messaging;

/// <summary>Instruments of the meter <c>CallCenter.Messaging</c>.</summary>
internal static class MessagingMetrics
{
    public const string Name = "CallCenter.Messaging";

    private static readonly Meter _meter = new(Name);

    public static readonly Counter<long> Relayed = _meter.CreateCounter<long>(
        "callcenter.messaging.relayed", "{event}", "Events confirmed by the broker");

    public static readonly Histogram<double> ConfirmSeconds = _meter.CreateHistogram<double>(
        "callcenter.messaging.confirm.duration", "s", "From publishing a wave to its last confirm");

    public static readonly Counter<long> Refused = _meter.CreateCounter<long>(
        "callcenter.messaging.refused", "{event}", "Publishes that the broker or a queue refused");

    public static readonly Counter<long> Parked = _meter.CreateCounter<long>(
        "callcenter.messaging.parked", "{event}",
        "Events set aside because the broker refuses them for their own sake");

    public static readonly Counter<long> Heard = _meter.CreateCounter<long>(
        "callcenter.messaging.heard", "{event}", "Events whose effect was committed");

    public static readonly Counter<long> Duplicates = _meter.CreateCounter<long>(
        "callcenter.messaging.duplicates", "{event}", "Copies of events whose effect was already committed");

    public static readonly Counter<long> Errored = _meter.CreateCounter<long>(
        "callcenter.messaging.errored", "{event}", "Messages moved to the error queue");

    public static readonly Counter<long> Skipped = _meter.CreateCounter<long>(
        "callcenter.messaging.skipped", "{event}", "Messages of a type that nobody here hears");

    public static readonly Counter<long> Stalled = _meter.CreateCounter<long>(
        "callcenter.messaging.stalled", "{queue}", "Times that consumers were made anew because nothing was delivered");

    static MessagingMetrics()
    {
        _meter.CreateObservableGauge("callcenter.messaging.outbox.pending", () => Backlog?.Pending ?? 0, "{event}",
            "Committed events that the broker has not confirmed, counted up to 100,000");
        _meter.CreateObservableGauge("callcenter.messaging.outbox.oldest.age", () => Backlog?.OldestSeconds ?? 0, "s",
            "Age of the oldest such event");
        _meter.CreateObservableGauge("callcenter.messaging.outbox.parked", () => Backlog?.Parked ?? 0, "{event}",
            "Events that a person has to decide about");
        _meter.CreateObservableGauge("callcenter.messaging.unpartitioned", () => Backlog?.Unpartitioned ?? 0, "{row}",
            "Rows in default partitions");
    }

    /// <summary>The last measure of what waits.</summary>
    public static Backlog? Backlog { get; set; }
}
