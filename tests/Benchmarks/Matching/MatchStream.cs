using System.Collections.Concurrent;
using CallCenter.Routing.Matching;
using Microsoft.Extensions.Logging;

namespace CallCenter.Benchmarks.Matching;

/// <summary>
/// 100 calls a second with 1,000 agents, every fact of a call's life heard in a transaction of its own: how long from
/// the commit of a queued call to the commit of its assignment.
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
        var log = new AssignedLog();
        using var matcher = bench.Matcher(log);
        using var facts = new FactsOfCalls(bench);
        var (queued, assigned) = (new ConcurrentDictionary<Guid, long>(), new ConcurrentDictionary<Guid, long>());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var matching = MatchAsync(bench, matcher, log, assigned, facts, stop.Token);
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
            calls.Add(facts.QueueAsync(call, $"s{i % MatchBench.SkillSets}", () => queued[call] =
                TimeProvider.System.GetTimestamp()));
        }

        await Task.WhenAll(calls);
        await facts.DoneAsync(Calls);
        await stop.CancelAsync();
        await matching;
        var times = new Percentiles(ids.Skip(WarmUpCalls).Select(call => Math.Max(
            0, TimeProvider.System.GetElapsedTime(queued[call], assigned[call]).TotalMilliseconds)));
        var left = await bench.OneAsync<int>(
            "select (select count(*) from waiting_call where state <> 'ended')"
            + " + (select count(*) from agent where activity <> 'idle')"
            + " + (select count(*) from assignment where state in ('pending', 'accepted'))");
        Console.WriteLine(
            $"{CallsPerSecond} calls/s, {Agents} agents: queued to assigned {times} ({times.Count} calls); "
            + $"{left} rows waiting, reserved or stuck at the end");
        return left == 0 ? times.At(.99) : double.PositiveInfinity;
    }

    private static async Task MatchAsync(
        MatchBench bench, MatchWorker matcher, AssignedLog log, ConcurrentDictionary<Guid, long> assigned,
        FactsOfCalls facts, CancellationToken cancellation)
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

            var pass = await matcher.MatchAsync(everyone, CancellationToken.None);
            everyone = pass.CutShort && !everyone;
            var now = TimeProvider.System.GetTimestamp();
            while (log.Calls.TryDequeue(out var call))
            {
                assigned[call.CallId] = now;
                facts.Talk(call.CallId, call.AgentId, call.AssignmentId, Talk);
            }
        }
    }

    /// <summary>Hears of assignments by what the matcher logs.</summary>
    private sealed class AssignedLog : ILogger<MatchWorker>
    {
        public ConcurrentQueue<(Guid CallId, Guid AgentId, Guid AssignmentId)> Calls { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "routing.call.assigned" && state is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                Calls.Enqueue(((Guid)values[0].Value!, (Guid)values[1].Value!, (Guid)values[2].Value!));
            }
        }
    }
}
