using System.CommandLine;
using CallCenter.Local.Installations;
using CallCenter.Local.Processes;
using CallCenter.Local.Supervising;
using Spectre.Console;

namespace CallCenter.Local.Commands;

/// <summary><c>down</c>: stops everything in order. Data stays, unless purged.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private static readonly Option<bool> Purge = new("--purge")
    {
        Description = "Also delete the folder of the run: databases, recordings, logs and secrets.",
    };

    public static Command Create()
    {
        var command = new Command("down", "Stops everything.") { Purge };
        command.SetAction((parsed, cancellation) => Terminal.RunAsync(
            () => RunAsync(parsed.GetValue(Purge), cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(bool purge, CancellationToken cancellation)
    {
        var home = Home.Find();
        var state = await RunState.ReadAsync(home, cancellation);
        if (state is { Supervisor.IsAlive: true })
        {
            await StopAsync(state.Supervisor, cancellation);
            Terminal.Progress.MarkupLine("Stopped.");
        }
        else
        {
            Terminal.Progress.MarkupLine("Nothing runs.");
        }

        if (state?.Infra == Infras.Docker)
        {
            await (purge ? DockerServers.PurgeAsync(home, cancellation) : DockerServers.DownAsync(home, cancellation));
        }

        File.Delete(home.StateFile);
        if (purge && Directory.Exists(home.Directory))
        {
            Directory.Delete(home.Directory, recursive: true);
            Terminal.Progress.MarkupLineInterpolated($"Deleted {home.Directory}.");
        }

        return 0;
    }

    private static async Task StopAsync(RunMember supervisor, CancellationToken cancellation)
    {
        ProcessTable.Send(supervisor.Id, Signal.Terminate);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(StopLimit);
        while (supervisor.IsAlive)
        {
            if (bounded.IsCancellationRequested)
            {
                // All that it started dies with it.
                Terminal.Progress.MarkupLineInterpolated(
                    $"It did not stop within {StopLimit.TotalSeconds:0} s: killed.");
                ProcessTable.Send(supervisor.Id, Signal.Kill);
                return;
            }

            await Task.Delay(Look, TimeProvider.System, cancellation);
        }
    }
}
