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
return await root.Parse(args).InvokeAsync();
