using System.Diagnostics;
using System.Globalization;
using CallCenter.Local.Installations;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Supervising;

/// <summary>Starts the supervisor in a session of its own, and follows it until it is ready.</summary>
internal static class DetachedRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public static async Task StartAsync(RunRequest request, TextWriter progress, CancellationToken cancellation)
    {
        request.Home.Create();
        File.Delete(request.Home.StateFile);
        var log = request.Home.NewLog("launcher");
        using var supervisor = Process.Start(new ProcessStartInfo("setsid", Arguments(request, log))
        {
            WorkingDirectory = "/",
        })!;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(Limit);
        try
        {
            await FollowAsync(request.Home, supervisor, log, progress, bounded.Token);
        }
        catch (OperationCanceledException)
        {
            ProcessTable.Send(supervisor.Id, Signal.Terminate);
            throw;
        }
    }

    private static List<string> Arguments(RunRequest request, string log) =>
    [
        "bash", "-c", "exec </dev/null >>\"$0\" 2>&1; exec \"$@\"", log,
        "dotnet", typeof(DetachedRun).Assembly.Location, "up", "--supervise",
        "--port-base", request.Ports.Base.ToString(CultureInfo.InvariantCulture),
        "--infra", request.Infra, "--suite", request.Suite,
    ];

    private static async Task FollowAsync(
        Home home, Process supervisor, string log, TextWriter progress, CancellationToken cancellation)
    {
        var shown = 0;
        while (true)
        {
            var state = await RunState.ReadAsync(home, cancellation);
            var ended = supervisor.HasExited;
            shown = Show(log, shown, progress);
            if (state is { Phase: RunState.Ready, Supervisor.IsAlive: true })
            {
                return;
            }

            if (ended)
            {
                throw new StartFailedException($"It did not start. Its log: {log}")
                {
                    NextStep = "deploy/local -- doctor",
                };
            }

            await Task.Delay(Look, TimeProvider.System, cancellation);
        }
    }

    private static int Show(string log, int shown, TextWriter progress)
    {
        if (!File.Exists(log))
        {
            return shown;
        }

        var text = File.ReadAllText(log);
        var whole = text.LastIndexOf('\n') + 1;
        if (whole > shown)
        {
            progress.Write(text[shown..whole]);
        }

        return Math.Max(shown, whole);
    }
}
