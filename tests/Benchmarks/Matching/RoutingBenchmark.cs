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
        var passed = rate >= TargetRate && latency <= TargetP99 && growth <= TargetGrowth;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Targets: at least {TargetRate:0} assignments/s with 1,000 agents: {rate:F0}; "
            + $"p99 at most {TargetP99} ms: {latency:F1}; exponent over n log n at most {TargetGrowth}: {growth:F2}: "
            + $"{(passed ? "met" : "MISSED")}"));
        return passed ? 0 : 1;
    }
}
