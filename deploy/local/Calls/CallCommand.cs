using System.CommandLine;
using CallCenter.Local.Centres;
using CallCenter.Local.Commands;
using CallCenter.Local.Installations;

namespace CallCenter.Local.Calls;

/// <summary><c>call</c>: a real call through what <c>up</c> started, told as it happens.</summary>
internal static class CallCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON document instead of text." };
        var number = new Option<string>("--number")
        {
            Description = "The number to dial.", DefaultValueFactory = _ => DemoCentre.SupportNumber.E164,
        };
        var from = new Option<string>("--from")
        {
            Description = "The number it comes from.", DefaultValueFactory = _ => DemoCentre.CallerNumber,
        };
        var command = new Command("call", "Places a real call to the running demo centre and shows its life.")
        {
            json, number, from,
        };
        command.SetAction((parsed, cancellation) => Terminal.RunAsync(() => RunAsync(
            parsed.GetValue(json), parsed.GetValue(number)!, parsed.GetValue(from)!, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(bool json, string number, string from, CancellationToken cancellation)
    {
        var home = Home.Find();
        if (await RunState.FindAliveAsync(home, cancellation) is not { Phase: RunState.Ready } state)
        {
            Terminal.Fail("No call centre runs here.", "dotnet run --project deploy/local -- up --detach");
            return Terminal.Failed;
        }

        if (DemoCentre.Numbers.FirstOrDefault(known => known.E164 == number) is not { } dialled)
        {
            var known = string.Join(" or ", DemoCentre.Numbers.Select(each => each.E164));
            Terminal.Fail($"The demo centre has no number {number}.", $"dial {known}");
            return Terminal.Failed;
        }

        var queue = DemoCentre.Queues.First(each => each.Id == dialled.QueueId);
        var agent = DemoCentre.Agents.First(each => queue.Skills.All(each.Skills.Contains));
        using var site = new CallSite(home, state.Ports);
        var plan = new CallPlan { Number = number, CallerNumber = from };
        var report = await DemoCall.RunAsync(
            site, plan, agent, json ? _ => { } : CallPrinter.Print, cancellation);
        if (json)
        {
            Console.WriteLine(report.ToJson());
        }
        else
        {
            CallPrinter.Print(report);
        }

        return report.Passed ? 0 : Terminal.Failed;
    }
}
