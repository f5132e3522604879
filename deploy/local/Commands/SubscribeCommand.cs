using System.CommandLine;
using System.Text.RegularExpressions;
using CallCenter.Local.Installations;
using CallCenter.Local.Processes;
using CallCenter.Local.Subscribers;

namespace CallCenter.Local.Commands;

/// <summary>
/// <c>subscribe</c>: reads the public events as any other system would, with a credential of its own.
/// </summary>
internal static partial class SubscribeCommand
{
    private static readonly Option<string> Name = new("--name")
    {
        Description = "Name of the subscriber: letters, digits and -. Its queue keeps what it has not read.",
        DefaultValueFactory = _ => "console",
    };

    private static readonly Option<string[]> Types = new("--type")
    {
        Description = "Routing keys such as complaint.raised or call.*; all when absent.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["#"],
    };

    private static readonly Option<bool> Address = new("--print-uri")
    {
        Description = "Print the AMQP address with the subscriber's credential, for a program of yours, and end.",
    };

    public static Command Create()
    {
        Name.Validators.Add(result =>
        {
            if (!Allowed().IsMatch(result.GetValueOrDefault<string>() ?? ""))
            {
                result.AddError("--name must be 1 to 40 of a-z, 0-9 and -.");
            }
        });
        var command = new Command("subscribe", "Prints events as CloudEvents in JSON, one object a line.")
        {
            Name, Types, Address,
        };
        command.SetAction((parsed, cancellation) => Terminal.RunAsync(() => RunAsync(parsed, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var home = Home.Find();
        var state = await RunState.FindAliveAsync(home, cancellation)
            ?? throw new StartFailedException("Nothing runs.") { NextStep = "dotnet run --project deploy/local -- up" };
        var name = parsed.GetValue(Name)!;
        var broker = await SubscriberAccounts.EnsureAsync(home, state.Ports, name, cancellation);
        if (parsed.GetValue(Address))
        {
            await Console.Out.WriteLineAsync(broker.AbsoluteUri);
            return 0;
        }

        await using var subscription = await Subscription.OpenAsync(
            broker, name, parsed.GetValue(Types)!, cancellation);
        await Console.Error.WriteLineAsync($"Subscribed as sub.{name}; Ctrl-C ends.");
        await subscription.ReadAsync(line => Console.Out.WriteLineAsync(line), cancellation);
        return 0;
    }

    [GeneratedRegex("^[a-z0-9-]{1,40}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Allowed();
}
