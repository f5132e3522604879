using System.CommandLine;
using CallCenter.Local.Calls;
using CallCenter.Local.Commands;

var root = new RootCommand(
    "The whole call centre on one machine: PostgreSQL, RabbitMQ, Asterisk and the four services.")
{
    UpCommand.Create(),
    StatusCommand.Create(),
    LogsCommand.Create(),
    DownCommand.Create(),
    DoctorCommand.Create(),
    TokenCommand.Create(),
    SubscribeCommand.Create(),
    CallCommand.Create(),
};

// The library ends a process two seconds after Ctrl-C by default: too soon to stop databases in order.
var patience = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) };
return await root.Parse(args).InvokeAsync(patience);
