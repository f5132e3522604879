using System.Diagnostics.Metrics;
using CallCenter.Contracts.Telephony;

namespace CallCenter.Telephony.Lines;

/// <summary>What operators watch of lines: instruments of the meter <c>CallCenter.Telephony</c>.</summary>
internal static class LineMetrics
{
    private static readonly Meter Meter = new("CallCenter.Telephony");

    private static readonly Histogram<double> Mos = Make(
        "callcenter.telephony.line.mos", "1", "Estimated mean opinion score of legs that are gone",
        [1.5, 2, 2.5, 3, 3.5, 3.8, 4, 4.2, 4.3, 4.4]);

    private static readonly Histogram<double> Loss = Make(
        "callcenter.telephony.line.loss", "1", "Share of packets lost on legs that are gone",
        [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]);

    private static readonly Histogram<double> Jitter = Make(
        "callcenter.telephony.line.jitter", "s", "Jitter of legs that are gone",
        [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2]);

    public static void Measured(LegMeasured line)
    {
        Record(
            line.Leg, "received", (double)line.ReceivedMos,
            LineRules.LossShare(line.ReceivedPackets, line.ReceivedLost),
            (double)line.ReceivedJitterMs);
        if (line.SentMos is { } mos)
        {
            Record(
                line.Leg, "sent", (double)mos, Math.Min(1, (double)line.SentLost / line.SentPackets),
                (double)line.SentJitterMs);
        }
    }

    private static void Record(string leg, string direction, double mos, double loss, double jitterMs)
    {
        KeyValuePair<string, object?> ofLeg = new("leg", leg);
        KeyValuePair<string, object?> ofDirection = new("direction", direction);
        Mos.Record(mos, ofLeg, ofDirection);
        Loss.Record(loss, ofLeg, ofDirection);
        Jitter.Record(jitterMs / 1_000, ofLeg, ofDirection);
    }

    private static Histogram<double> Make(string name, string unit, string description, double[] bounds) =>
        Meter.CreateHistogram(
            name, unit, description, tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
