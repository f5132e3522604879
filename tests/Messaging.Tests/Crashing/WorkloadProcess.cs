using System.Diagnostics;
using CallCenter.Messaging.Workload;
using Xunit;

namespace CallCenter.Messaging.Tests.Crashing;

/// <summary>A process of the workload that is started again each time it dies, as an orchestrator would.</summary>
internal sealed class WorkloadProcess : IAsyncDisposable
{
    private const int Killed = 128 + 9;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;
    private readonly (string Name, string Value)[] _variables;
    private Process _process;

    private WorkloadProcess(WorkloadSettings work, int crashes, (string Name, string Value)[] variables)
    {
        _variables = variables;
        _process = Start(crashes > 0 ? work : work with { CrashAt = null });
        _watching = WatchAsync(work, crashes);
    }

    /// <summary>How often it was ended by SIGKILL.</summary>
    public int Kills { get; private set; }

    /// <param name="work">What it does.</param>
    /// <param name="crashes">At how many starts it gets its crash point.</param>
    /// <param name="variables">What else it finds in its environment.</param>
    public static WorkloadProcess Run(
        WorkloadSettings work, int crashes = 0, params (string Name, string Value)[] variables) =>
        new(work, crashes, variables);

    public void Kill() => _process.Kill();

    /// <summary>Waits until it was ended so often.</summary>
    public async Task KilledAsync(int kills)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Kills < kills)
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(90),
                $"killed {Kills} times, not {kills}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Station.Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _process.Kill();
        await _watching;
        _process.Dispose();
        _stopping.Dispose();
    }

    private async Task WatchAsync(WorkloadSettings work, int crashes)
    {
        while (true)
        {
            await _process.WaitForExitAsync(CancellationToken.None);
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            // Counted when the next one runs: whoever waits for the count may kill that one.
            var killed = _process.ExitCode == Killed;
            _process.Dispose();
            _process = Start(--crashes > 0 ? work : work with { CrashAt = null });
            Kills += killed ? 1 : 0;
        }
    }

    private Process Start(WorkloadSettings work)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet"
            ? path : "dotnet")
        {
            ArgumentList = { typeof(WorkloadSettings).Assembly.Location },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in work.ToEnvironment())
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in _variables)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
