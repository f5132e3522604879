using System.Diagnostics.Metrics;

namespace CallCenter.Messaging;

/// <summary>Instruments of the meter <c>CallCenter.Messaging</c>.</summary>
internal static class MessagingMetrics
{
    public const string Name = "CallCenter.Messaging";

    private static readonly Meter _meter = new(Name);

    public static readonly Counter<long> Relayed = _meter.CreateCounter<long>(
        "callcenter.messaging.relayed", "{event}", "Events confirmed by the broker");

    public static readonly Counter<long> Refused = _meter.CreateCounter<long>(
        "callcenter.messaging.refused", "{event}", "Publishes that the broker or a queue refused");

    public static readonly Counter<long> Parked = _meter.CreateCounter<long>(
        "callcenter.messaging.parked", "{event}", "Events set aside because the broker refuses them for their own sake");

    public static readonly Counter<long> Heard = _meter.CreateCounter<long>(
        "callcenter.messaging.heard", "{event}", "Events whose effect was committed");

    public static readonly Counter<long> Duplicates = _meter.CreateCounter<long>(
        "callcenter.messaging.duplicates", "{event}", "Copies of events whose effect was already committed");

    public static readonly Counter<long> Errored = _meter.CreateCounter<long>(
        "callcenter.messaging.errored", "{event}", "Messages moved to the error queue");

    public static readonly Counter<long> Skipped = _meter.CreateCounter<long>(
        "callcenter.messaging.skipped", "{event}", "Messages of a type that nobody here hears");
}
