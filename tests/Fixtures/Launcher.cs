using System.Diagnostics;
using System.Globalization;
using CallCenter.Local.Installations;
using CallCenter.Local.Processes;
using Xunit;

namespace CallCenter.Fixtures;

/// <summary>Runs the launcher as a person does, on a folder of its own.</summary>
public sealed class Launcher(string home)
{
    private const string HomeVariable = "CALLCENTER_HOME";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public Home Home { get; } = new(home);

    public Task<LauncherResult> RunAsync(params string[] arguments) =>
        RunUnderAsync([], arguments);

    /// <summary>The same under another program, such as <c>setpriv</c>, that takes rights away.</summary>
    public async Task<LauncherResult> RunUnderAsync(string[] before, params string[] arguments)
    {
        string[] words = [.. before, "dotnet", typeof(Home).Assembly.Location, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment[HomeVariable] = Home.Directory;
        using var process = Process.Start(start)!;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bounded.CancelAfter(Limit);
        var errors = process.StandardError.ReadToEndAsync(bounded.Token);
        var output = await process.StandardOutput.ReadToEndAsync(bounded.Token);
        await process.WaitForExitAsync(bounded.Token);
        return new LauncherResult(process.ExitCode, output, await errors);
    }

    /// <summary>Starts a command that goes on until it is told to end; it writes to a log in the folder.</summary>
    public Task<ChildProcess> StartAsync(string name, params string[] arguments) => ChildProcess.StartAsync(
        name, ["dotnet", typeof(Home).Assembly.Location, .. arguments],
        Path.Combine(Home.Directory, $"{name}.foreground.log"),
        new Dictionary<string, string?> { [HomeVariable] = Home.Directory });

    public async Task<RunState> StateAsync() =>
        await RunState.ReadAsync(Home, TestContext.Current.CancellationToken)
        ?? throw new InvalidOperationException("There is no state file.");
}

/// <summary>What a command of the launcher came to.</summary>
public sealed record LauncherResult(int ExitCode, string Output, string Errors)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}\n{Output}\n{Errors}");
}
