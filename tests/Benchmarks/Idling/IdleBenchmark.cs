using System.Globalization;
using CallCenter.Fixtures;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;
using Spectre.Console;

namespace CallCenter.Benchmarks.Idling;

/// <summary><c>idle</c>: what each service takes of memory and processor while nobody calls.</summary>
internal static class IdleBenchmark
{
    private const double TargetMegabytes = 150;
    private const double TargetCores = 0.02;

    /// <summary>Start-up is over: code compiled in the background, pools filled.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var ports = FreePorts.Take();
        using var directory = TestDirectory.Create();
        await using var run = await LocalRun.StartAsync(
            new Home(Path.Combine(directory.Path, "run")), ports.Table, Infras.Debian, Rootfs.DefaultSuite,
            new Steps(AnsiConsole.Console), cancellation);
        await Task.Delay(Settling, TimeProvider.System, cancellation);
        var services = run.Members.Where(member => PortTable.Services.Contains(member.Name)).ToList();
        var usage = ProcessUsage.Start(services);
        await Task.Delay(Measured, TimeProvider.System, cancellation);
        var cores = usage.Cores();
        var passed = true;
        foreach (var service in services)
        {
            var megabytes = ProcessUsage.Megabytes(service.Id);
            var isFine = megabytes < TargetMegabytes && cores[service.Name] < TargetCores;
            passed &= isFine;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{service.Name,-10} {megabytes,6:0} MB {100 * cores[service.Name],6:0.00} % of a core"
                + $"{(isFine ? "" : "  MISSED")}"));
        }

        Console.WriteLine(
            $"Targets: under {TargetMegabytes:0} MB and {100 * TargetCores:0} % each: {(passed ? "met" : "MISSED")}");
        return passed ? 0 : 1;
    }
}
