using System.Collections.Concurrent;
using CallCenter.Routing.Matching;
using Microsoft.Extensions.Logging;

namespace CallCenter.Benchmarks.Matching;

/// <summary>
/// 100 calls a second with 1,000 agents, every fact of a call's life heard in a transaction of its own: how long from
/// hearing that a call is queued to the commit of its assignment.
/// </summary>
internal static class MatchStream
{
    private const int Agents = 1_000;
    private const int CallsPerSecond = 100;
    private const int WarmUpCalls = 300;
    private const int Calls = 2_300;
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(4);

    /// <summary>The 99th percentile in milliseconds.</summary>
    public static async Task<double> RunAsync(MatchBench bench, CancellationToken cancellation)
    {
        await bench.FillAsync(Agents, 0, ready: true);
        var (queued, assigned) = (new ConcurrentDictionary<Guid, long>(), new ConcurrentDictionary<Guid, long>());
        FactsOfCalls? talking = null;
        var matcher = bench.Matcher(new AssignedLog((call, agent, assignment) =>
        {
            assigned[call] = TimeProvider.System.GetTimestamp();
            talking!.Talk(call, agent, assignment, Talk);
        }));
        using var facts = talking = new FactsOfCalls(bench, matcher);
        using var worker = bench.Worker(matcher);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var matching = MatchAsync(bench, worker, stop.Token);
        var began = TimeProvider.System.GetTimestamp();
        var calls = new List<Task>();
        var ids = Enumerable.Range(0, Calls).Select(_ => Guid.CreateVersion7()).ToList();
        for (var i = 0; i < Calls; i++)
        {
            var wait = TimeSpan.FromSeconds((double)i / CallsPerSecond) - TimeProvider.System.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, TimeProvider.System, cancellation);
            }

            var call = ids[i];
            queued[call] = TimeProvider.System.GetTimestamp();
            calls.Add(facts.QueueAsync(call, $"s{i % MatchBench.SkillSets}"));
        }

        await Task.WhenAll(calls);
        await facts.DoneAsync(Calls);
        await stop.CancelAsync();
        await matching;
        var times = new Percentiles(ids.Skip(WarmUpCalls).Select(
            call => TimeProvider.System.GetElapsedTime(queued[call], assigned[call]).TotalMilliseconds));
        var left = await bench.OneAsync<int>(
            "select (select count(*) from waiting_call where state <> 'ended')"
            + " + (select count(*) from agent where activity <> 'idle')"
            + " + (select count(*) from assignment where state in ('pending', 'accepted'))");
        Console.WriteLine(
            $"{CallsPerSecond} calls/s, {Agents} agents: heard of as queued to assigned {times} ({times.Count} calls); "
            + $"{left} rows waiting, reserved or stuck at the end");
        return left == 0 ? times.At(.99) : double.PositiveInfinity;
    }

    private static async Task MatchAsync(MatchBench bench, MatchWorker worker, CancellationToken cancellation)
    {
        var everyone = false;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (!everyone)
                {
                    await bench.Signal.WaitAsync(TimeSpan.FromSeconds(1), cancellation);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var pass = await worker.MatchAsync(everyone, CancellationToken.None);
            everyone = pass.CutShort && !everyone;
        }
    }

    /// <summary>Hears of assignments by what the matcher logs.</summary>
    private sealed class AssignedLog(Action<Guid, Guid, Guid> assigned) : ILogger<Matcher>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "routing.call.assigned" && state is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                assigned((Guid)values[0].Value!, (Guid)values[1].Value!, (Guid)values[2].Value!);
            }
        }
    }
}
