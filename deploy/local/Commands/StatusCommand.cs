using System.CommandLine;
using System.Globalization;
using CallCenter.Local.Centres;
using CallCenter.Local.Installations;
using CallCenter.Local.Supervising;
using Spectre.Console;

namespace CallCenter.Local.Commands;

/// <summary><c>status</c>: what runs, where, and whether it is ready. Exit code 0 only when all of it is.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> AsJson = new("--json") { Description = "Print as JSON." };

    public static Command Create()
    {
        var command = new Command("status", "Shows what runs, where, and whether it is ready.") { AsJson };
        command.SetAction((parsed, cancellation) => Terminal.RunAsync(async () =>
        {
            var home = Home.Find();
            if (await RunState.FindAliveAsync(home, cancellation) is { } state)
            {
                return await ShowAsync(home, state, parsed.GetValue(AsJson), cancellation);
            }

            Terminal.Fail("Nothing runs.", "dotnet run --project deploy/local -- up");
            return Terminal.Failed;
        }));
        return command;
    }

    public static async Task<int> ShowAsync(Home home, RunState state, bool json, CancellationToken cancellation)
    {
        var parts = await StatusReport.ReadAsync(state, cancellation);
        if (json)
        {
            Terminal.WriteJson(new
            {
                state.Phase,
                state.PortBase,
                home = home.Directory,
                secrets = home.SecretsFile,
                keys = home.Keys,
                spans = home.Spans,
                recordings = home.Recordings,
                supervisor = state.Supervisor.Id,
                parts,
                demo = Demo(),
            });
        }
        else
        {
            Print(home, state, parts);
        }

        return state.Phase == RunState.Ready && parts.All(part => part.Ready) ? 0 : Terminal.Failed;
    }

    private static object Demo() => new
    {
        number = DemoCentre.SupportNumber.E164,
        caller = DemoCentre.CallerNumber,
        DemoCentre.Queues,
        DemoCentre.Agents,
        DemoCentre.Numbers,
        DemoCentre.MenuNumber,
        department = DemoCentre.DepartmentId,
    };

    private static void Print(Home home, RunState state, IReadOnlyList<StatusPart> parts)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "ready", "address", "pid", "log");
        foreach (var part in parts)
        {
            table.AddRow(
                new Markup(Markup.Escape(part.Name)),
                new Markup(part.Ready ? "[green]yes[/]" : $"[red]{Markup.Escape(part.Reason ?? "no")}[/]"),
                new Markup(Markup.Escape(part.Address)),
                new Markup(part.Id is { } id ? id.ToString(CultureInfo.InvariantCulture) : "-"),
                new Markup(Markup.Escape(Path.GetRelativePath(Environment.CurrentDirectory, home.LogOf(part.Name)))));
        }

        Terminal.Result.Write(table);
        var demo = new Table().Border(TableBorder.Simple).AddColumns("demo centre", "", "id");
        foreach (var number in DemoCentre.Numbers)
        {
            demo.AddRow("number", $"{number.E164} ({number.Language})", $"{number.Id}");
        }

        demo.AddRow("number", $"{DemoCentre.MenuNumber.E164} (menu)", $"{DemoCentre.MenuNumber.Id}");
        foreach (var agent in DemoCentre.Agents)
        {
            demo.AddRow("agent", $"{agent.Name} {agent.Number}", $"{agent.Id}");
        }

        foreach (var queue in DemoCentre.Queues)
        {
            demo.AddRow("queue", queue.Name, $"{queue.Id}");
        }

        Terminal.Result.Write(demo);
        Terminal.Result.MarkupLineInterpolated(
            $"SIP 127.0.0.1:{state.Ports.Sip} (trunk calls from 127.0.0.2) · passwords {home.SecretsFile}");
        Terminal.Result.MarkupLine(
            "Tokens: deploy/local -- token --role administrator · Events: deploy/local -- subscribe");
    }
}
