using System.CommandLine;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;
using Spectre.Console;

namespace CallCenter.Local.Commands;

/// <summary><c>doctor</c>: why it would not start here, and what to do.</summary>
internal static class DoctorCommand
{
    private static readonly Option<int> PortBase = new("--port-base")
    {
        Description = "First of the thousand ports to look at.",
        DefaultValueFactory = _ => PortTable.DefaultBase,
    };

    private static readonly Option<string> Infra = new("--infra")
    {
        Description = "debian or docker.",
        DefaultValueFactory = _ => Infras.Debian,
    };

    private static readonly Option<string> Suite = new("--suite")
    {
        Description = "Debian suite of the packages.",
        DefaultValueFactory = _ => Rootfs.DefaultSuite,
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "Print as JSON." };

    public static Command Create()
    {
        Infra.AcceptOnlyFromAmong(Infras.Debian, Infras.Docker);
        var command = new Command("doctor", "Checks rights, ports, versions, disk and memory.")
        {
            PortBase, Infra, Suite, AsJson,
        };
        command.SetAction((parsed, cancellation) => Terminal.RunAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var home = Home.Find();
        if (await RunState.FindAliveAsync(home, cancellation) is { } alive
            && alive.PortBase == parsed.GetValue(PortBase))
        {
            Terminal.Progress.MarkupLine("It is up, so its ports are taken by itself.");
            return await StatusCommand.ShowAsync(home, alive, parsed.GetValue(AsJson), cancellation);
        }

        var found = await Checks.RunAsync(
            new RunRequest(
                home, new PortTable(parsed.GetValue(PortBase)), parsed.GetValue(Infra)!, parsed.GetValue(Suite)!),
            cancellation);
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
