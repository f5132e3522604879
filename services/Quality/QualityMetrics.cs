using System.Diagnostics.Metrics;

namespace CallCenter.Quality;

/// <summary>What operators watch.</summary>
internal static class QualityMetrics
{
    private static readonly Meter Meter = new("CallCenter.Quality");

    /// <summary>Analyses by result: done, postponed or failed.</summary>
    public static readonly Counter<long> Analyses = Meter.CreateCounter<long>(
        "callcenter.quality.analyses", "{analysis}", "Recordings looked at, by result");

    public static void Count(string result) =>
        Analyses.Add(1, new KeyValuePair<string, object?>("result", result));
}
