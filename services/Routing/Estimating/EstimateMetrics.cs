using System.Diagnostics.Metrics;

namespace CallCenter.Routing.Estimating;

/// <summary>How true the promises are: an instrument of the meter <c>CallCenter.Routing</c>.</summary>
internal static class EstimateMetrics
{
    private static readonly Meter _meter = new("CallCenter.Routing");

    private static readonly Histogram<double> _errors = _meter.CreateHistogram<double>(
        "callcenter.routing.estimate.error", "s",
        "How far the first estimated wait of an answered call was from what it waited, whichever way");

    public static void Measured(IEnumerable<SettledWait> settled)
    {
        foreach (var one in settled.Where(one => one is { PromisedMs: not null, AnsweredAt: not null }))
        {
            _errors.Record(Math.Abs(one.WaitedMs - one.PromisedMs!.Value) / 1000);
        }
    }
}
