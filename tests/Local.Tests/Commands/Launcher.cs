using System.Diagnostics;
using System.Globalization;
using CallCenter.Local.Installations;
using Xunit;

namespace CallCenter.Local.Tests.Commands;

/// <summary>Runs the launcher as a person does, on a folder of its own.</summary>
internal sealed class Launcher(string home)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public Home Home { get; } = new(home);

    public async Task<LauncherResult> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Home).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["CALLCENTER_HOME"] = Home.Directory;
        using var process = Process.Start(start)!;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bounded.CancelAfter(Limit);
        var errors = process.StandardError.ReadToEndAsync(bounded.Token);
        var output = await process.StandardOutput.ReadToEndAsync(bounded.Token);
        await process.WaitForExitAsync(bounded.Token);
        return new LauncherResult(process.ExitCode, output, await errors);
    }

    public async Task<RunState> StateAsync() =>
        await RunState.ReadAsync(Home, TestContext.Current.CancellationToken)
        ?? throw new InvalidOperationException("There is no state file.");
}

internal sealed record LauncherResult(int ExitCode, string Output, string Errors)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode}\n{Output}\n{Errors}");
}
