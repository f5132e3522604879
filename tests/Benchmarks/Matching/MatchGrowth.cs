using CallCenter.Routing.Matching;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Matching;

/// <summary>
/// How the cost of a whole look (all agents, all calls, 50 skill sets, nobody ready to end it early) grows with
/// n = agents + waiting calls: loading from the database and deciding.
/// </summary>
internal static class MatchGrowth
{
    private static readonly (int Agents, int Calls)[] Sizes =
        [(200, 1_000), (500, 2_500), (1_000, 5_000), (2_000, 10_000), (5_000, 25_000), (10_000, 50_000)];

    /// <summary>The exponent e of the fit time = a · (n log n)^e; 1 is n log n.</summary>
    public static async Task<double> RunAsync(MatchBench bench, CancellationToken cancellation)
    {
        var points = new List<(double X, double Y)>();
        foreach (var (agents, calls) in Sizes)
        {
            await bench.FillAsync(agents, calls, ready: true);
            var best = double.MaxValue;
            for (var i = 0; i < 3; i++)
            {
                var began = TimeProvider.System.GetTimestamp();
                await using var work = await bench.Transactions.BeginAsync(cancellation);
                var now = TimeProvider.System.GetUtcNow();
                var limits = new LoadLimits { Calls = int.MaxValue, Explained = calls, DeclinedSince = now };
                var state = await MatchStore.LoadAsync(work.Transaction, limits, now, cancellation);
                var decision = MatchRules.Decide(state with { NamedAgents = 20, ExplainedCalls = 200 }, now);
                best = Math.Min(best, TimeProvider.System.GetElapsedTime(began).TotalMilliseconds);
                if (decision.Matches.Count != agents || state.Calls.Count != calls)
                {
                    throw new InvalidOperationException($"{decision.Matches.Count} of {agents} agents were matched.");
                }
            }

            double n = agents + calls;
            points.Add((Math.Log(n * Math.Log(n)), Math.Log(best)));
            Console.WriteLine(
                $"{agents,6} agents + {calls,6} calls: {best,8:F1} ms, "
                + $"{best * 1e6 / (n * Math.Log2(n)),6:F1} ns per n log n");
        }

        var (meanX, meanY) = (points.Average(point => point.X), points.Average(point => point.Y));
        var exponent = points.Sum(point => (point.X - meanX) * (point.Y - meanY))
            / points.Sum(point => (point.X - meanX) * (point.X - meanX));
        Console.WriteLine($"fit: time = {Math.Exp(meanY - (exponent * meanX)):G3} ms · (n log n)^{exponent:F2}");
        return exponent;
    }
}
