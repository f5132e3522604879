using System.Globalization;
using System.Text.Json;
using CallCenter.Routing.Simulating;

namespace CallCenter.Benchmarks.Simulating;

/// <summary>
/// <c>simulate day.json [policy …]</c>: a day through the production rules on a virtual clock, for one policy or
/// several side by side: those named, else those of the file. Without a file it takes the day that lies beside it.
/// </summary>
internal static class SimulateBenchmark
{
    public static async Task<int> RunAsync(IEnumerable<string> args)
    {
        var asked = args.ToList();
        var path = asked.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "Simulating", "day.json");
        DayFile file;
        try
        {
            await using var stream = File.OpenRead(path);
            file = await DayFile.ReadAsync(stream);
            file = asked.Count > 1 ? file with { Policies = asked[1..] } : file;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            await Console.Error.WriteLineAsync($"{path}: {e.Message}");
            return 2;
        }

        var problems = file.Problems().ToList();
        if (problems.Count > 0)
        {
            problems.ForEach(problem => Console.Error.WriteLine($"{path}: {problem}"));
            return 2;
        }

        Console.WriteLine(Header(file));
        WriteRecorded(file);
        foreach (var policy in file.Policies.Count == 0 ? [null] : file.Policies.Cast<string?>())
        {
            var began = TimeProvider.System.GetTimestamp();
            var result = Simulation.Run(DayMaker.Make(file, policy));
            var took = TimeProvider.System.GetElapsedTime(began);
            Console.WriteLine(Line(policy ?? "own plan", result, file, took));
            foreach (var queue in file.Queues.Count > 1 ? result.Queues : [])
            {
                Console.WriteLine(Line($"  {queue.Name}", result with { Queues = [queue] }, file, null));
            }

            Console.WriteLine(EstimateLines(result));
        }

        if (file.Arrivals.Any(kind => kind.HardShare > 0))
        {
            SpreadHardCalls(file);
        }

        return 0;
    }

    /// <summary>Hard calls spread, and not: who gets how many, and what that costs in service level.</summary>
    private static void SpreadHardCalls(DayFile file)
    {
        Console.WriteLine(
            """

            hard calls        care  answered   ASA of them  most on one  fair  longest row  in time of all
            """);
        foreach (var policy in file.Policies.Count == 0 ? [null] : file.Policies.Cast<string?>())
        {
            foreach (var care in new[] { false, true })
            {
                var result = Simulation.Run(DayMaker.Make(file, policy, care));
                var inTime = result.ServiceLevel(file.ServiceLevelMs / 1000.0, file.ShortAbandonMs / 1000.0);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{policy ?? "own plan",-16}{(care ? "on" : "off"),6}{result.Agents.Sum(one => one.HardCalls),10}"
                    + $"{result.HardWait,14:F2}{result.Agents.Max(one => one.HardCalls),13}"
                    + $"{result.HardFairness,6:F3}{result.Agents.Max(one => one.LongestRow),13}{inTime,15:P2}"));
            }
        }
    }

    /// <summary>A day that was: what came of it, as it was.</summary>
    private static void WriteRecorded(DayFile file)
    {
        var waits = file.Calls.Where(call => call.TalkMs is not null).Select(call => (call.WaitedMs ?? 0) / 1000.0)
            .Order().ToList();
        if (waits.Count > 0)
        {
            var lost = file.Calls.Count(call => call.PatienceMs > file.ShortAbandonMs);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{"as it was",-16}{file.Calls.Count,9}{waits.Count,10}"
                + $"{waits.Count(wait => wait * 1000 <= file.ServiceLevelMs) / (double)(waits.Count + lost),9:P1}"
                + $"{file.Calls.Count(call => call.PatienceMs is not null) / (double)file.Calls.Count,9:P1}"
                + $"{waits.Average(),8:F1}{waits[(int)(waits.Count * .95)],8:F1}{waits[^1],9:F0}"));
        }
    }

    private static string Header(DayFile file) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        seed {file.Seed}; in time: answered within {file.ServiceLevelMs / 1000.0:0.#} s, over answered and abandoned
        after {file.ShortAbandonMs / 1000.0:0.#} s (ServiceLevel.AnsweredWithinThreshold v1); waits in seconds;
        busy: on contact / (on contact + idle); fair: how even that is among those who were on shift (1 is equal)

        policy            offered  answered  in time  abandon     ASA     p95  longest   busy   fair    took
        """);

    /// <summary>Mean absolute error of the estimated wait, over the calls that waited and were answered.</summary>
    private static string EstimateLines(SimulationResult result) => string.Join('\n', result.Estimates.Select(one =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"  {one.Name,-10} estimates off by {one.Ours,6:F1} s (mean absolute; bias {one.Bias,6:F1})"
            + $" over {one.Count,6} calls;"
            + $" last ten {one.LastTen,6:F1}, last {one.Last,6:F1}, oldest {one.Oldest,6:F1}")));

    private static string Line(string name, SimulationResult result, DayFile file, TimeSpan? took)
    {
        var waits = result.AnswerWaits.Order().ToList();
        var p95 = waits.Count == 0 ? 0 : waits[(int)(waits.Count * .95)];
        var inTime = result.ServiceLevel(file.ServiceLevelMs / 1000.0, file.ShortAbandonMs / 1000.0);
        var busy = took is null ? "" : $"{result.Occupancy:P1}";
        var fair = took is null ? "" : $"{result.Fairness:F3}";
        var seconds = took is { } time ? $"{time.TotalSeconds:F1} s" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-16}{result.Offered,9}{waits.Count,10}{inTime,9:P1}{result.AbandonShare,9:P1}"
            + $"{result.AverageSpeedOfAnswer,8:F1}{p95,8:F1}{waits.LastOrDefault(),9:F0}{busy,7}{fair,7}{seconds,8}");
    }
}
