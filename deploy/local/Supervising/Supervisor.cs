using System.Diagnostics;
using System.Runtime.InteropServices;
using CallCenter.Local.Installations;
using CallCenter.Local.Processes;
using Spectre.Console;

namespace CallCenter.Local.Supervising;

/// <summary>
/// The process that all others hang on. It writes what it started, waits to be told to stop, and stops in order;
/// killed, the kernel kills what it started.
/// </summary>
internal static class Supervisor
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <param name="whenReady">Called once, when everything is up.</param>
    /// <param name="detached">Whether it outlives the process that started it.</param>
    public static async Task<int> RunAsync(
        RunRequest request,
        IAnsiConsole console,
        Func<Task> whenReady,
        bool detached,
        CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Stop(signal, stop));
        request.Home.Create();
        var state = Describe(request);
        await state.WriteAsync(request.Home, stop.Token);
        try
        {
            var started = Stopwatch.GetTimestamp();
            await using var run = await LocalRun.StartAsync(
                request.Home, request.Ports, request.Infra, request.Suite, new Steps(console), stop.Token);
            state = state with { Phase = RunState.Ready, Members = run.Members };
            await state.WriteAsync(request.Home, stop.Token);
            console.MarkupLineInterpolated($"Up in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s.");
            await whenReady();
            await HoldAsync(run, console, detached, stop.Token);
            console.MarkupLine("Stopping.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.MarkupLine("Stopped before it was up.");
        }
        catch (Exception failure)
        {
            // The one who waits for a detached start reads the reason there.
            await (state with { Phase = RunState.Failed, Failure = failure.Message })
                .WriteAsync(request.Home, CancellationToken.None);
            throw;
        }

        File.Delete(request.Home.StateFile);
        return 0;
    }

    private static RunState Describe(RunRequest request) => new()
    {
        Phase = RunState.Starting,
        PortBase = request.Ports.Base,
        Infra = request.Infra,
        StartedAt = TimeProvider.System.GetUtcNow(),
        Supervisor = RunMember.Of("launcher", Environment.ProcessId, request.Home.LogOf("launcher")),
    };

    /// <summary>Returns when told to stop, or when the terminal's <c>dotnet run</c> that started it is gone.</summary>
    private static async Task HoldAsync(
        LocalRun run, IAnsiConsole console, bool detached, CancellationToken stop)
    {
        var parent = ProcessTable.ParentOf(Environment.ProcessId);
        var watched = !detached && parent is { } id && ProcessTable.NameOf(id) == "dotnet" ? parent : null;
        var ended = new HashSet<int>();
        while (!stop.IsCancellationRequested
            && (watched is null || ProcessTable.ParentOf(Environment.ProcessId) == watched))
        {
            foreach (var member in run.Members.Where(member => !member.IsAlive && ended.Add(member.Id)))
            {
                console.MarkupLineInterpolated(
                    $"[red]{member.Name} has ended[/]; its log: {member.LogFile}. down and up restart it.");
            }

            await Task.WhenAny(Task.Delay(Look, TimeProvider.System, stop));
        }
    }

    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
