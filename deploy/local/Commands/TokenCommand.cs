using System.CommandLine;
using CallCenter.Hosting;
using CallCenter.Local.Installations;
using CallCenter.Local.Supervising;

namespace CallCenter.Local.Commands;

/// <summary><c>token</c>: signs a bearer token with the key of this installation.</summary>
internal static class TokenCommand
{
    private static readonly string[] AllRoles =
    [
        Roles.Agent, Roles.Supervisor, Roles.Analyst, Roles.DepartmentHead, Roles.Executive, Roles.Administrator,
        Roles.Subscriber,
    ];

    private static readonly Option<string[]> Role = new("--role")
    {
        Description = $"One or more of {string.Join(", ", AllRoles)}.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<Guid?> Agent = new("--agent")
    {
        Description = "Id of the agent that the token is for.",
    };

    private static readonly Option<TimeSpan> Lifetime = new("--lifetime")
    {
        Description = "How long it is valid, as hours:minutes:seconds.",
        DefaultValueFactory = _ => TimeSpan.FromHours(1),
    };

    private static readonly Option<string> Subject = new("--subject")
    {
        Description = "Who it is for.",
        DefaultValueFactory = _ => "local",
    };

    public static Command Create()
    {
        Role.AcceptOnlyFromAmong(AllRoles);
        var command = new Command("token", "Prints a bearer token for the services' HTTP interfaces.")
        {
            Role, Agent, Lifetime, Subject,
        };
        command.SetAction(parsed => Terminal.RunAsync(async () =>
        {
            var home = Home.Find();
            home.Create();
            using var tokens = LocalTokens.Open(home.Keys, ServiceSettings.Issuer);
            await Console.Out.WriteLineAsync(tokens.Sign(
                parsed.GetValue(Subject)!, parsed.GetValue(Role)!, parsed.GetValue(Lifetime), parsed.GetValue(Agent)));
            return 0;
        }));
        return command;
    }
}
