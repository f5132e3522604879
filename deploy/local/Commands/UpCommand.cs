using System.CommandLine;
using CallCenter.Local.Installations;
using CallCenter.Local.Supervising;
using Spectre.Console;

namespace CallCenter.Local.Commands;

/// <summary><c>up</c>: starts everything; told again, says what runs.</summary>
internal static class UpCommand
{
    private static readonly Option<bool> Detach =
        new("--detach", "-d") { Description = "Return when everything is ready; it runs on in the background." };

    private static readonly Option<bool> AsJson = new("--json")
    {
        Description = "Print addresses and accounts as JSON.",
    };

    // What the detached process is told by the one that the person started.
    private static readonly Option<bool> Supervise = new("--supervise") { Hidden = true };

    public static Command Create()
    {
        var command = new Command("up", "Starts the servers, the services and the demo centre.")
        {
            Detach, AsJson, Supervise,
        };
        RunOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Terminal.RunAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var home = Home.Find();
        var request = RunOptions.Read(parsed, home);
        if (parsed.GetValue(Supervise))
        {
            return await Supervisor.RunAsync(
                request, Terminal.Progress, () => Task.CompletedTask, detached: true, cancellation);
        }

        if (await RunState.FindAliveAsync(home, cancellation) is { Phase: not RunState.Failed } alive)
        {
            Terminal.Progress.MarkupLine("Already up.");
            return await StatusCommand.ShowAsync(home, alive, parsed.GetValue(AsJson), cancellation);
        }

        await Checks.RequireAsync(request, cancellation);
        if (!parsed.GetValue(Detach))
        {
            return await Supervisor.RunAsync(
                request,
                Terminal.Progress,
                () => ShowAsync(home, parsed.GetValue(AsJson), "Ctrl-C stops everything.", cancellation),
                detached: false,
                cancellation);
        }

        await DetachedRun.StartAsync(request, Console.Error, cancellation);
        const string Note = "It runs in the background; deploy/local -- down stops it.";
        await ShowAsync(home, parsed.GetValue(AsJson), Note, cancellation);
        return 0;
    }

    private static async Task ShowAsync(Home home, bool json, string note, CancellationToken cancellation)
    {
        var state = await RunState.ReadAsync(home, cancellation)
            ?? throw new InvalidOperationException("The supervisor wrote no state.");
        await StatusCommand.ShowAsync(home, state, json, cancellation);
        Terminal.Progress.MarkupLineInterpolated($"{note}");
    }
}
