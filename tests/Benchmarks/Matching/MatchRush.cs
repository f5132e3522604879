using CallCenter.Routing.Matching;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Matching;

/// <summary>
/// More waiting calls than agents, all agents ready at once: how fast they are assigned, commit included.
/// </summary>
internal static class MatchRush
{
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(6);

    /// <summary>Assignments a second with 1,000 agents.</summary>
    public static async Task<double> RunAsync(MatchBench bench, CancellationToken cancellation)
    {
        await OneAsync(bench, 100, 1_000, cancellation);
        var rate = await OneAsync(bench, 1_000, 10_000, cancellation);
        await OneAsync(bench, 10_000, 50_000, cancellation);
        return rate;
    }

    private static async Task<double> OneAsync(
        MatchBench bench, int agents, int calls, CancellationToken cancellation)
    {
        await bench.FillAsync(agents, calls, ready: true);
        using var matcher = bench.Worker(bench.Matcher(NullLogger<Matcher>.Instance));
        await matcher.MatchAsync(everyone: false, cancellation);
        var (assigned, busy) = (0, TimeSpan.Zero);
        var passes = new List<double>();
        while (busy < Measured)
        {
            await bench.FreeAsync();
            await bench.AddCallsAsync(Math.Min(agents, calls));
            for (var made = 1; made > 0 && busy < Measured;)
            {
                var began = TimeProvider.System.GetTimestamp();
                made = (await matcher.MatchAsync(everyone: false, cancellation)).Made;
                var took = TimeProvider.System.GetElapsedTime(began);
                busy += took;
                assigned += made;
                passes.Add(took.TotalMilliseconds);
            }
        }

        var rate = assigned / busy.TotalSeconds;
        Console.WriteLine(
            $"{agents,6} agents, {calls,6} calls waiting: {rate,7:F0} assignments/s, a pass {new Percentiles(passes)}");
        return rate;
    }
}
