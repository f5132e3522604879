using System.Globalization;
using CallCenter.Fixtures;
using CallCenter.Local.Calls;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Phones;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;
using Spectre.Console;

namespace CallCenter.Benchmarks.Dispatching;

/// <summary>
/// <c>dispatch</c>: how long from the caller's INVITE until a free agent's phone is told to ring, through all four
/// services as in production; beside it, Asterisk's own app_queue with the same phones. Neither records.
/// </summary>
internal static class DispatchBenchmark
{
    private const int CallsPerSecond = 15;

    /// <summary>15 calls/s of 4.3 s keep 65 agents busy.</summary>
    private const int AgentCount = 100;

    private const double TargetP50 = 15;
    private const double TargetP99 = 60;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var ports = FreePorts.Take();
        using var directory = TestDirectory.Create();
        var home = new Home(Path.Combine(directory.Path, "run"));
        var steps = new Steps(AnsiConsole.Console);
        var lines = new List<string>();
        var run = await LocalRun.StartAsync(
            home, ports.Table, Infras.Debian, Rootfs.DefaultSuite, steps, cancellation);
        await using var centre = await steps.RunAsync(
            $"{AgentCount} agents",
            () => BenchCentre.CreateAsync(home, ports.Table, AgentCount, recorded: false, cancellation));
        LoadResult ours;
        try
        {
            using var site = new CallSite(home, ports.Table);
            await using var caller = site.StartCaller();
            ours = await MeasureAsync("CallCenter", BenchCentre.Number, caller, centre, run.Members, steps, lines);
            if (ours.Failed > 0)
            {
                lines.AddRange(await UnansweredCall.DescribeAsync(home, ports.Table, cancellation));
            }
        }
        finally
        {
            // The other system gets the machine to itself, as ours had it.
            await run.DisposeAsync();
        }

        await CompareAsync(directory, ports.Table, centre, steps, lines, cancellation);
        Console.WriteLine();
        Console.WriteLine($"{CallsPerSecond} calls/s for {Measured.TotalSeconds:0} s, "
            + $"after {WarmUp.TotalSeconds:0} s that are not counted; 200 to 400 ms ringing, 3 to 5 s talk, "
            + "nothing recorded");
        Console.WriteLine(LoadResult.Header);
        lines.ForEach(Console.WriteLine);
        return Judge(ours);
    }

    private static async Task CompareAsync(
        TestDirectory directory, PortTable ports, BenchCentre centre, Steps steps, List<string> lines,
        CancellationToken cancellation)
    {
        var rootfs = await Rootfs.EnsureAsync(steps.Say, Rootfs.DefaultSuite, cancellation);
        await using var asterisk = await QueueAsterisk.StartAsync(
            rootfs, Path.Combine(directory.Path, "app_queue"), ports, centre.Agents, cancellation);
        await using var caller = asterisk.StartCaller();
        await MeasureAsync(
            "app_queue after Answer", QueueAsterisk.WithAnswer, caller, centre, [asterisk.Member], steps, lines);
        await MeasureAsync(
            "app_queue without Answer", QueueAsterisk.WithoutAnswer, caller, centre, [asterisk.Member], steps, lines);
    }

    private static Task<LoadResult> MeasureAsync(
        string name, string number, TestPhone caller, BenchCentre centre, IReadOnlyList<RunMember> members, Steps steps,
        List<string> lines) =>
        new LoadRun
        {
            CallsPerSecond = CallsPerSecond,
            WarmUpCalls = CallsPerSecond * WarmUp.Seconds,
            Calls = CallsPerSecond * Measured.Seconds,
        }.RunAsync(name, new CallLoad(caller, centre.Agents, number), members, steps, lines);

    private static int Judge(LoadResult ours)
    {
        var passed = ours.At(0.50) <= TargetP50 && ours.At(0.99) <= TargetP99 && ours.Lost == 0 && ours.Failed == 0;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Targets: p50 at most {TargetP50} ms, p99 at most {TargetP99} ms, 0 lost, 0 failed: "
            + $"{(passed ? "met" : "MISSED")}"));
        return passed ? 0 : 1;
    }
}
