using System.Diagnostics;

namespace CallCenter.Local.Processes;

/// <summary>
/// A process of ours that writes to a log file, has its own session (Ctrl-C in the terminal does not reach it)
/// and is killed by the kernel when this process dies, however it dies.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const string Shell = "exec </dev/null >>\"$0\" 2>&1; exec setpriv --pdeathsig KILL \"$@\"";
    private readonly Process _process;
    private readonly Task _exited;

    private ChildProcess(string name, Process process, string logFile)
    {
        Name = name;
        LogFile = logFile;
        _process = process;
        _exited = process.WaitForExitAsync();
    }

    public string Name { get; }

    public string LogFile { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a command with this process's environment changed by <paramref name="environment"/>.</summary>
    public static async Task<ChildProcess> StartAsync(
        string name,
        IReadOnlyList<string> command,
        string logFile,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        var start = new ProcessStartInfo("setsid") { WorkingDirectory = workingDirectory ?? "/" };
        foreach (var argument in (string[])["bash", "-c", Shell, logFile, .. command])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[key] = value;
        }

        var process = await LaunchThread.RunAsync(() => Process.Start(start));
        return new ChildProcess(name, process ?? throw new InvalidOperationException("No process started."), logFile);
    }

    /// <summary>Sends a signal to this process alone.</summary>
    public void Send(Signal signal)
    {
        if (!HasExited)
        {
            ProcessTable.Send(Id, signal);
        }
    }

    /// <summary>Sends a signal to this process and all below it.</summary>
    public void SendToAll(Signal signal)
    {
        foreach (var id in ProcessTable.Descendants(Id).Append(Id))
        {
            ProcessTable.Send(id, signal);
        }
    }

    /// <summary>Kills it with all below it, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        SendToAll(Signal.Kill);
        await _exited.WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>True when it ended within the limit.</summary>
    public async Task<bool> WaitAsync(TimeSpan limit)
    {
        var first = await Task.WhenAny(_exited, Task.Delay(limit, TimeProvider.System));
        return first == _exited;
    }

    /// <summary>The exit code once it ended; bounded by the token.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
