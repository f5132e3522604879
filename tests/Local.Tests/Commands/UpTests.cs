using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;
using Xunit;

namespace CallCenter.Local.Tests.Commands;

public sealed class UpTests(Servers servers, ITestOutputHelper output)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Down_leaves_no_process_no_mount_and_no_file_outside_the_folder()
    {
        using var ports = FreePorts.Take();
        var launcher = new Launcher(Path.Combine(servers.Directory, "up"));
        var home = launcher.Home.Directory;

        var clock = Stopwatch.StartNew();
        var up = await launcher.RunAsync("up", "--detach", "--json", "--port-base", Text(ports.Table.Base));
        output.WriteLine($"up took {clock.Elapsed.TotalSeconds:0.0} s\n{up.Errors}");
        Assert.Equal(0, up.ExitCode);
        var parts = JsonDocument.Parse(up.Output).RootElement.GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(7, parts.Count);
        Assert.All(parts, part => Assert.True(part.GetProperty("ready").GetBoolean()));
        var state = await launcher.StateAsync();
        var processes = Tree(state);

        var again = await launcher.RunAsync("up", "--port-base", Text(ports.Table.Base));
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("Already up", again.Errors, StringComparison.Ordinal);
        Assert.Equal(state.Supervisor, (await launcher.StateAsync()).Supervisor);
        Assert.Equal(0, (await launcher.RunAsync("status")).ExitCode);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(launcher.Home.SecretsFile));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(launcher.Home.Keys, "signing-key.pem")));
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(home, "asterisk/etc"), "*.conf").Where(HasPassword),
            file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));

        clock.Restart();
        var down = await launcher.RunAsync("down");
        output.WriteLine($"down took {clock.Elapsed.TotalSeconds:0.0} s");

        Assert.Equal(0, down.ExitCode);
        Assert.All(processes, process => Assert.False(process.IsAlive, $"{process.Name} {process.Id} is alive"));
        AssertNoMounts(home);
        Assert.All(ports.Table.Tcp, entry => Assert.True(FreePorts.IsFree(entry.Port), entry.Use));
        Assert.False(File.Exists(launcher.Home.StateFile));
        Assert.Equal(1, (await launcher.RunAsync("status")).ExitCode);

        Assert.Equal(0, (await launcher.RunAsync("down", "--purge")).ExitCode);
        Assert.False(Directory.Exists(home));
    }

    [Fact]
    public async Task Nothing_survives_kill_9_the_next_up_recovers_and_Ctrl_C_stops_it_in_order()
    {
        using var ports = FreePorts.Take();
        var launcher = new Launcher(Path.Combine(servers.Directory, "killed"));
        var up = await launcher.RunAsync("up", "--detach", "--port-base", Text(ports.Table.Base));
        Assert.True(up.ExitCode == 0, up.ToString());
        var state = await launcher.StateAsync();
        var processes = Tree(state);
        Assert.True(processes.Count > 7, $"{processes.Count} processes");

        ProcessTable.Send(state.Supervisor.Id, Signal.Kill);

        await Deadline.UntilAsync(() => processes.TrueForAll(process => !process.IsAlive), Limit);
        AssertNoMounts(launcher.Home.Directory);
        Assert.Equal(1, (await launcher.RunAsync("status")).ExitCode);

        await using var foreground = await launcher.StartAsync("up", "up", "--port-base", Text(ports.Table.Base));
        await Readiness.WaitAsync(
            foreground, TimeSpan.FromMinutes(2),
            async token => (await File.ReadAllTextAsync(foreground.LogFile, token))
                .Contains("Ctrl-C stops everything", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        processes = Tree(await launcher.StateAsync());
        Assert.DoesNotContain(
            File.ReadLines(foreground.LogFile), line => line.Contains("migrate", StringComparison.Ordinal));

        foreground.Send(Signal.Interrupt);

        // A service may have its minute for its last work, and each server its own time after that.
        var ended = await foreground.WaitAsync(TimeSpan.FromMinutes(3));
        var alive = processes.Where(process => process.IsAlive).Select(process => process.Name);
        Assert.True(
            ended,
            $"It did not end; alive: {string.Join(", ", alive)}.\n"
            + await File.ReadAllTextAsync(foreground.LogFile, TestContext.Current.CancellationToken));
        Assert.Equal(0, await foreground.ExitAsync(TestContext.Current.CancellationToken));
        Assert.All(processes, process => Assert.False(process.IsAlive, $"{process.Name} {process.Id} is alive"));
        AssertNoMounts(launcher.Home.Directory);
        Assert.All(ports.Table.Tcp, entry => Assert.True(FreePorts.IsFree(entry.Port), entry.Use));
        Assert.False(File.Exists(launcher.Home.StateFile));
        Assert.All(PortTable.Services, service => SaysIn(launcher.Home.LogOf(service), "hosting.service.stopped"));
        SaysIn(launcher.Home.LogOf("postgresql"), "database system is shut down");
    }

    private static void SaysIn(string log, string text) =>
        Assert.Contains(File.ReadLines(log), line => line.Contains(text, StringComparison.Ordinal));

    private static List<RunMember> Tree(RunState state) =>
    [
        .. ProcessTable.Descendants(state.Supervisor.Id).Append(state.Supervisor.Id)
            .Select(id => RunMember.Of(ProcessTable.NameOf(id) ?? "", id, "")),
    ];

    private static bool HasPassword(string file) =>
        File.ReadLines(file).Any(line => line.StartsWith("password =", StringComparison.Ordinal)
            || line.StartsWith("secret =", StringComparison.Ordinal));

    private static void AssertNoMounts(string home) => Assert.DoesNotContain(
        File.ReadLines("/proc/self/mounts"),
        line => line.Contains(home, StringComparison.Ordinal)
            || line.Contains(Rootfs.CacheDirectory, StringComparison.Ordinal));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
