using System.Globalization;
using CallCenter.Fixtures;
using CallCenter.Local.Calls;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;
using CallCenter.Local.Supervising;
using Spectre.Console;

namespace CallCenter.Benchmarks.Dispatching;

/// <summary>
/// <c>calls</c>: 2,000 recorded calls with audio at 30 calls/s and at 15, through the services as in production; beside
/// them Asterisk's own app_queue with the same phones and the same recording. Quality is stopped meanwhile: its
/// analyses wait in its queue.
/// </summary>
internal static class CallsBenchmark
{
    private const int Calls = 2_000;

    /// <summary>30 calls/s of 4.3 s keep 130 agents busy.</summary>
    private const int AgentCount = 200;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private static readonly Target[] Targets = [new(30, 20, double.PositiveInfinity), new(15, 15, 60)];

    /// <param name="arguments">Optional: how many calls each; less than the default proves less.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var calls = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : Calls;
        using var ports = FreePorts.Take();
        using var directory = TestDirectory.Create();
        var home = new Home(Path.Combine(directory.Path, "run"));
        var steps = new Steps(AnsiConsole.Console);
        var lines = new List<string>();
        var verdicts = new List<(Target Target, bool Met)>();
        var run = await LocalRun.StartAsync(
            home, ports.Table, Infras.Debian, Rootfs.DefaultSuite, steps, cancellation);
        await using var centre = await steps.RunAsync(
            $"{AgentCount} agents",
            () => BenchCentre.CreateAsync(home, ports.Table, AgentCount, recorded: true, cancellation));
        try
        {
            await steps.RunAsync("Quality is stopped", () => StopAsync(run, "quality", cancellation));
            using var site = new CallSite(home, ports.Table);
            await using var caller = site.StartCaller();
            var load = new CallLoad(caller, centre.Agents, BenchCentre.Number);
            foreach (var target in Targets)
            {
                verdicts.Add((target, await MeasureAsync(target, calls, load, run, steps, lines, cancellation)));
            }
        }
        finally
        {
            // The other system gets the machine to itself, as ours had it.
            await run.DisposeAsync();
        }

        await CompareAsync(calls, directory, ports.Table, centre, steps, lines, cancellation);
        Console.WriteLine();
        Console.WriteLine($"{calls} calls each; 200 to 400 ms ringing, 3 to 5 s talk, both sides recorded");
        Console.WriteLine(LoadResult.Header);
        lines.ForEach(Console.WriteLine);
        verdicts.ForEach(verdict => Console.WriteLine($"{verdict.Target} {(verdict.Met ? "met" : "MISSED")}"));
        return verdicts.TrueForAll(verdict => verdict.Met) ? 0 : 1;
    }

    private static LoadRun Plan(int callsPerSecond, int calls) =>
        new() { CallsPerSecond = callsPerSecond, WarmUpCalls = callsPerSecond * 10, Calls = calls };

    private static async Task<bool> MeasureAsync(
        Target target, int calls, CallLoad load, LocalRun run, Steps steps, List<string> lines,
        CancellationToken cancellation)
    {
        var plan = Plan(target.CallsPerSecond, calls);
        var before = await Afterwards.RecordedAsync(run.Home, run.Ports, cancellation);
        var result = await plan.RunAsync($"CallCenter, {target.CallsPerSecond}/s", load, run.Members, steps, lines);
        var left = await steps.RunAsync(
            "what is left", () => Afterwards.SettleAsync(run.Home, run.Ports, cancellation));
        left = left with { Recordings = left.Recordings.Since(before) };
        lines.Add(left.Describe());
        return result is { Failed: 0, Lost: 0 } && left.Stuck == 0 && left.Recordings.Whole == left.Recordings.Talks
            && result.At(0.50) <= target.P50 && result.At(0.99) <= target.P99;
    }

    private static async Task CompareAsync(
        int calls, TestDirectory directory, PortTable ports, BenchCentre centre, Steps steps, List<string> lines,
        CancellationToken cancellation)
    {
        var rootfs = await Rootfs.EnsureAsync(steps.Say, Rootfs.DefaultSuite, cancellation);
        await using var asterisk = await QueueAsterisk.StartAsync(
            rootfs, Path.Combine(directory.Path, "app_queue"), ports, centre.Agents, cancellation);
        await using var caller = asterisk.StartCaller();
        var load = new CallLoad(caller, centre.Agents, QueueAsterisk.Recorded);
        foreach (var callsPerSecond in Targets.Select(target => target.CallsPerSecond))
        {
            var plan = Plan(callsPerSecond, calls);
            var before = asterisk.WholeSides();
            await plan.RunAsync($"app_queue, {callsPerSecond}/s", load, [asterisk.Member], steps, lines);
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"    recordings complete: {asterisk.WholeSides() - before} sides of "
                + $"{2 * (plan.WarmUpCalls + plan.Calls)}"));
        }
    }

    private static async Task StopAsync(LocalRun run, string service, CancellationToken cancellation)
    {
        var member = run.Members.Single(member => member.Name == service);
        ProcessTable.Send(member.Id, Signal.Terminate);
        var began = TimeProvider.System.GetTimestamp();
        while (member.IsAlive)
        {
            if (TimeProvider.System.GetElapsedTime(began) > StopLimit)
            {
                throw new TimeoutException($"{service} did not end.");
            }

            await Task.Delay(Look, TimeProvider.System, cancellation);
        }
    }

    private sealed record Target(int CallsPerSecond, double P50, double P99)
    {
        public override string ToString()
        {
            var p99 = double.IsPositiveInfinity(P99) ? "" : $"p99 at most {P99:0} ms, ";
            return $"Target at {CallsPerSecond}/s: p50 at most {P50:0} ms, {p99}0 failed, 0 RTP lost, 0 stuck, "
                + "every call recorded:";
        }
    }
}
