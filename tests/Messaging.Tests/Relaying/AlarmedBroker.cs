using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;
using Xunit;

namespace CallCenter.Messaging.Tests.Relaying;

/// <summary>A broker of its own, as its alarm stops all who publish to it, in whatever virtual host.</summary>
internal sealed class AlarmedBroker : IAsyncDisposable
{
    private const string Password = "for-tests-only";
    private const string VirtualHost = "alarm";
    private readonly FreePorts _ports = FreePorts.Take();
    private readonly string _folder;
    private RabbitServer? _server;

    private AlarmedBroker(string folder) => _folder = folder;

    public Uri Uri => new(_server!.UriOf(RabbitServer.Administrator, Password, VirtualHost));

    public static async Task<AlarmedBroker> StartAsync(Servers servers)
    {
        var broker = new AlarmedBroker(Path.Combine(servers.Directory, "alarm"));
        try
        {
            broker._server = await RabbitServer.StartAsync(
                await servers.RootfsAsync(), Path.Combine(broker._folder, "rabbitmq"), broker._ports.Table, Password,
                Path.Combine(broker._folder, "rabbitmq.log"), Station.Cancellation);
            await broker._server.Management.PutVirtualHostAsync(VirtualHost, Station.Cancellation);
            await broker._server.Management.PermitAsync(
                VirtualHost, RabbitServer.Administrator, ".*", ".*", ".*", Station.Cancellation);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>From now on no disk is large enough for it.</summary>
    public Task RaiseAsync() => ControlAsync("set_disk_free_limit", "1000000GB");

    public Task ClearAsync() => ControlAsync("set_disk_free_limit", "50MB");

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            await server.Process.KillAsync();
            await server.DisposeAsync();
        }

        _ports.Dispose();
    }

    /// <summary>Runs the broker's own tool beside it, in its namespaces.</summary>
    private async Task ControlAsync(params string[] words)
    {
        var inside = ProcessTable.Descendants(_server!.Process.Id).First(id => ProcessTable.NameOf(id) == "beam.smp");
        var log = Path.Combine(_folder, "rabbitmqctl.log");
        await using var control = await ChildProcess.StartAsync(
            "rabbitmqctl",
            [
                "nsenter", $"--target={inside}", "--mount", "--pid", "--ipc", "--root", "--wd",
                "/usr/bin/setpriv", $"--reuid={Rootfs.UserId}", $"--regid={Rootfs.UserId}", "--clear-groups",
                "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin", $"HOME={IsolatedProcess.Home}", "LANG=C.UTF-8",
                $"ERL_EPMD_PORT={_ports.Table.ErlangPortMapper}", "RABBITMQ_NODENAME=callcenter@localhost",
                "RABBITMQ_CONF_ENV_FILE=/cc/env.conf",
                "/usr/lib/rabbitmq/bin/rabbitmqctl", .. words,
            ],
            log);
        var exit = await control.ExitAsync(Station.Cancellation);
        Assert.True(exit == 0, await File.ReadAllTextAsync(log, Station.Cancellation));
    }
}
