using System.CommandLine;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Supervising;

namespace CallCenter.Local.Commands;

/// <summary>How a run is to be: the same options for who starts one and who checks whether it could.</summary>
internal static class RunOptions
{
    private static readonly Option<int> PortBase = new("--port-base")
    {
        Description = "First of the thousand ports to use.",
        DefaultValueFactory = _ => PortTable.DefaultBase,
    };

    private static readonly Option<string> Infra = new("--infra")
    {
        Description = "Where the servers come from: Debian packages (needs root) or Docker.",
        DefaultValueFactory = _ => Infras.Debian,
    };

    private static readonly Option<string> Suite = new("--suite")
    {
        Description = "Debian suite of the packages.",
        DefaultValueFactory = _ => Rootfs.DefaultSuite,
    };

    static RunOptions()
    {
        Infra.AcceptOnlyFromAmong(Infras.Debian, Infras.Docker);
        PortBase.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1024 or > 64_000)
            {
                result.AddError("--port-base must be from 1024 to 64000.");
            }
        });
    }

    public static void AddTo(Command command)
    {
        command.Add(PortBase);
        command.Add(Infra);
        command.Add(Suite);
    }

    public static RunRequest Read(ParseResult parsed, Home home) => new(
        home, new PortTable(parsed.GetValue(PortBase)), parsed.GetValue(Infra)!, parsed.GetValue(Suite)!);
}
