using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Local.Tests.Commands;

public sealed class LogsTests(Servers servers)
{
    [Fact]
    public async Task Logs_shows_the_end_of_one_log_or_of_all_and_names_those_that_there_are()
    {
        var launcher = new Launcher(Path.Combine(servers.Directory, "logs"));
        var none = await launcher.RunAsync("logs");
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("There are no logs yet.", none.Errors, StringComparison.Ordinal);

        Directory.CreateDirectory(launcher.Home.Logs);
        await WriteAsync(launcher, "routing", [.. Enumerable.Range(1, 150).Select(n => $"routing line {n}.")]);
        await WriteAsync(launcher, "quality", "quality speaks.");
        await WriteAsync(launcher, "quality.previous", "quality spoke.");

        var one = await launcher.RunAsync("logs", "routing");
        Assert.Equal(0, one.ExitCode);
        Assert.Equal(
            100, one.Output.Split('\n').Count(line => line.Contains("routing line", StringComparison.Ordinal)));
        Assert.Contains("routing line 150.", one.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("routing line 50.", one.Output, StringComparison.Ordinal);

        var all = await launcher.RunAsync("logs");
        Assert.Contains("quality speaks.", all.Output, StringComparison.Ordinal);
        Assert.Contains("routing line 51.", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("quality spoke.", all.Output, StringComparison.Ordinal);

        var unknown = await launcher.RunAsync("logs", "kitchen");
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains(
            "There is no log 'kitchen'; there are: quality, routing.", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_that_are_followed_show_what_is_written_later()
    {
        var launcher = new Launcher(Path.Combine(servers.Directory, "followed"));
        Directory.CreateDirectory(launcher.Home.Logs);
        await WriteAsync(launcher, "routing", "the first.");
        await using var following = await launcher.StartAsync("logs", "logs", "routing", "--follow");
        var shown = Path.Combine(launcher.Home.Directory, "logs.foreground.log");

        await Wait.UntilAsync(async () => await HoldsAsync(shown, "the first."));
        await File.AppendAllTextAsync(
            launcher.Home.LogOf("routing"), "the second.\n", TestContext.Current.CancellationToken);

        await Wait.UntilAsync(async () => await HoldsAsync(shown, "the second."));
        await following.KillAsync();
    }

    private static Task WriteAsync(Launcher launcher, string name, params string[] lines) =>
        File.WriteAllLinesAsync(launcher.Home.LogOf(name), lines, TestContext.Current.CancellationToken);

    private static async Task<bool> HoldsAsync(string file, string text) => File.Exists(file)
        && (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))
            .Contains(text, StringComparison.Ordinal);
}
