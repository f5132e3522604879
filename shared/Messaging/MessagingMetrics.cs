using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using CallCenter.Messaging.Upkeep;

namespace CallCenter.Messaging;

/// <summary>Instruments of the meter <c>CallCenter.Messaging</c>.</summary>
internal static class MessagingMetrics
{
    public const string Name = "CallCenter.Messaging";

    private static readonly Meter _meter = new(Name);
    private static readonly ConcurrentDictionary<string, long> _aside = new(StringComparer.Ordinal);
    private static int _waiting;

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

    public static readonly Histogram<double> HandledSeconds = _meter.CreateHistogram<double>(
        "callcenter.messaging.handled.duration", "s", "From taking an event to its committed effect, by type");

    public static readonly Counter<long> Duplicates = _meter.CreateCounter<long>(
        "callcenter.messaging.duplicates", "{event}", "Copies of events whose effect was already committed");

    public static readonly Counter<long> Errored = _meter.CreateCounter<long>(
        "callcenter.messaging.errored", "{event}", "Messages moved to the error queue");

    public static readonly Counter<long> Skipped = _meter.CreateCounter<long>(
        "callcenter.messaging.skipped", "{event}", "Messages of a type that nobody here hears");

    public static readonly Counter<long> Stalled = _meter.CreateCounter<long>(
        "callcenter.messaging.stalled", "{queue}", "Times that consumers were made anew because nothing was delivered");

    public static readonly Counter<long> Rests = _meter.CreateCounter<long>(
        "callcenter.messaging.rests", "{rest}", "Times that a queue rested because too many of its messages failed");

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
        _meter.CreateObservableGauge("callcenter.messaging.waiting", () => Volatile.Read(ref _waiting), "{message}",
            "Messages tried again and again because of a transient fault; the part of each stands still");
        _meter.CreateObservableGauge("callcenter.messaging.aside", ReadAside, "{message}",
            "Messages that lie in a queue where nothing should lie, by queue");
    }

    /// <summary>A message meets a transient fault.</summary>
    public static void BeginWaiting() => Interlocked.Increment(ref _waiting);

    /// <summary>It has had its effect, or its connection has ended.</summary>
    public static void EndWaiting() => Interlocked.Decrement(ref _waiting);

    /// <summary>What was counted in a queue of messages set aside.</summary>
    public static void CountAside(string queue, long messages) => _aside[queue] = messages;

    /// <summary>The last measure of what waits.</summary>
    public static Backlog? Backlog { get; set; }

    private static IEnumerable<Measurement<long>> ReadAside() =>
        _aside.Select(q => new Measurement<long>(q.Value, new KeyValuePair<string, object?>("queue", q.Key)));
}
