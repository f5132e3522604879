using System.Globalization;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;
using Xunit;

namespace CallCenter.EndToEnd.Tests.Browsers;

/// <summary>A real coturn that knows a secret and asks nobody else, set up as our settings tell to.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private Relay(ChildProcess process, string uri)
    {
        _process = process;
        Uri = uri;
    }

    /// <summary>As <c>Telephony:TurnServers</c> has it.</summary>
    public string Uri { get; }

    public static async Task<Relay> StartAsync(WholeSystem system, string secret)
    {
        var root = await RelayRootfs.EnsureAsync(
            line => TestContext.Current.SendDiagnosticMessage(line),
            cancellation: TestContext.Current.CancellationToken);
        var directory = Path.Combine(system.Directory, "relay");
        // Behind all that the table of ports gives out.
        var port = system.Ports.Base + 900;
        var process = await IsolatedProcess.StartAsync(
            "coturn", root, directory,
            [
                RelayRootfs.Coturn, "-n", "--listening-ip=127.0.0.1", Number("--listening-port", port),
                "--relay-ip=127.0.0.1", Number("--min-port", port + 1), Number("--max-port", port + 50),
                "--use-auth-secret", $"--static-auth-secret={secret}", "--realm=callcenter",
                "--no-tls", "--relay-threads=1",
                // The switch is on this machine too.
                "--allow-loopback-peers",
                "--log-file=stdout", $"--pidfile={IsolatedProcess.Home}/relay.pid",
                $"--userdb={IsolatedProcess.Home}/relay.db",
            ],
            $"{directory}.log");
        await Readiness.WaitAsync(
            process, StartLimit, _ => Task.FromResult(!FreePorts.IsFree(port)), TestContext.Current.CancellationToken);
        return new Relay(process, string.Create(CultureInfo.InvariantCulture, $"turn:127.0.0.1:{port}?transport=udp"));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        await _process.DisposeAsync();
    }

    private static string Number(string option, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{option}={number}");
}
