using System.Diagnostics.Metrics;

namespace CallCenter.Routing.Loads;

/// <summary>What operators watch: what the care for agents costs.</summary>
internal static class CareMetrics
{
    private static readonly Meter _meter = new("CallCenter.Routing");

    private static readonly Histogram<double> _delay = _meter.CreateHistogram<double>(
        "callcenter.routing.hard_calls.delay", "s",
        "From when a hard call was held beside idle agents until it got one");

    public static void Delayed(IReadOnlyList<double> delaysMs)
    {
        foreach (var ms in delaysMs)
        {
            _delay.Record(ms / 1_000);
        }
    }
}
