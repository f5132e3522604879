using System.CommandLine;
using CallCenter.Local.Installations;
using CallCenter.Local.Supervising;
using Spectre.Console;

namespace CallCenter.Local.Commands;

/// <summary><c>doctor</c>: why it would not start here, and what to do.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> AsJson = new("--json") { Description = "Print as JSON." };

    public static Command Create()
    {
        var command = new Command("doctor", "Checks rights, ports, versions, disk and memory.")
        {
            AsJson,
        };
        RunOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Terminal.RunAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var home = Home.Find();
        var request = RunOptions.Read(parsed, home);
        if (await RunState.FindAliveAsync(home, cancellation) is { } alive
            && alive.PortBase == request.Ports.Base)
        {
            Terminal.Progress.MarkupLine("It is up, so its ports are taken by itself.");
            return await StatusCommand.ShowAsync(home, alive, parsed.GetValue(AsJson), cancellation);
        }

        var found = await Checks.RunAsync(request, cancellation);
        if (parsed.GetValue(AsJson))
        {
            Terminal.WriteJson(found);
        }
        else
        {
            Print(found);
        }

        return found.Any(finding => finding.Outcome == Finding.Failed) ? Terminal.Failed : 0;
    }

    private static void Print(IReadOnlyList<Finding> found)
    {
        foreach (var (name, outcome, detail, next) in found)
        {
            var colour = outcome switch { Finding.Ok => "green", Finding.Warning => "yellow", _ => "red" };
            Terminal.Result.MarkupLine(
                $"[{colour}]{outcome,-8}[/]{Markup.Escape(name),-10}{Markup.Escape(detail)}");
            if (next is not null)
            {
                Terminal.Result.MarkupLineInterpolated($"        Next: {next}");
            }
        }
    }
}
