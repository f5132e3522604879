using System.Globalization;

namespace CallCenter.Benchmarks.Matching;

/// <summary>
/// <c>routing</c>: how many assignments a second, how long from a queued call to its agent, and how the cost grows; on
/// a real PostgreSQL that flushes every commit.
/// </summary>
internal static class RoutingBenchmark
{
    private const double TargetRate = 1_000;
    private const double TargetP99 = 50;
    private const double TargetGrowth = 1.1;

    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var bench = await MatchBench.StartAsync(cancellation);
        var rate = await MatchRush.RunAsync(bench, cancellation);
        var growth = await MatchGrowth.RunAsync(bench, cancellation);
        var latency = await MatchStream.RunAsync(bench, cancellation);
        bool[] met =
        [
            Judge($"assignments/s with 1,000 agents, commit included: {rate:F0}, at least {TargetRate:0}",
                rate >= TargetRate),
            Judge($"p99 from queued to assigned at 100 calls/s: {latency:F1} ms, at most {TargetP99:0} ms",
                latency <= TargetP99),
            Judge($"growth of a whole look as (n log n)^e: e = {growth:F2}, at most {TargetGrowth}",
                growth <= TargetGrowth),
        ];
        return Array.TrueForAll(met, one => one) ? 0 : 1;
    }

    private static bool Judge(FormattableString figure, bool met)
    {
        Console.WriteLine($"{figure.ToString(CultureInfo.InvariantCulture)}: {(met ? "met" : "MISSED")}");
        return met;
    }
}
