using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Backing;

/// <summary>RabbitMQ 4 on loopback; administered through its HTTP API.</summary>
public sealed class RabbitServer : IAsyncDisposable
{
    public const string Administrator = "administrator";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private RabbitServer(ChildProcess process, PortTable ports, string password)
    {
        Process = process;
        Port = ports.Amqp;
        Password = password;
        Management = new RabbitManagement(
            new Uri($"http://127.0.0.1:{ports.RabbitManagement}"), Administrator, password);
    }

    public ChildProcess Process { get; }

    public int Port { get; }

    public string Password { get; }

    public RabbitManagement Management { get; }

    /// <summary>Starts the broker on a state directory and waits until its API and its listener answer.</summary>
    public static async Task<RabbitServer> StartAsync(
        Rootfs rootfs, string stateDirectory, PortTable ports, string password, string logFile,
        CancellationToken cancellation)
    {
        var server = await LaunchAsync(rootfs, stateDirectory, ports, password, logFile, cancellation);
        try
        {
            await server.WaitUntilReadyAsync(cancellation);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Starts the broker and does not wait.</summary>
    public static async Task<RabbitServer> LaunchAsync(
        Rootfs rootfs, string stateDirectory, PortTable ports, string password, string logFile,
        CancellationToken cancellation)
    {
        await WriteConfigurationAsync(stateDirectory, ports, password, cancellation);
        var process = await IsolatedProcess.StartAsync(
            "rabbitmq", rootfs, stateDirectory,
            [.. Variables(ports), "/usr/lib/rabbitmq/bin/rabbitmq-server"], logFile);
        return new RabbitServer(process, ports, password);
    }

    public Task WaitUntilReadyAsync(CancellationToken cancellation) =>
        Readiness.WaitAsync(Process, StartLimit, Management.IsUpAsync, cancellation);

    public string UriOf(string user, string password, string virtualHost) =>
        RabbitManagement.UriOf(Port, user, password, virtualHost);

    /// <summary>Stops the broker in order.</summary>
    public Task StopAsync() => IsolatedProcess.StopAsync(Process, "beam.smp", Signal.Terminate, StopLimit);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Management.Dispose();
        await Process.DisposeAsync();
    }

    private static async Task WriteConfigurationAsync(
        string state, PortTable ports, string password, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(state, "log"));
        await SecretFile.WriteAsync(Path.Combine(state, "rabbitmq.conf"), $"""
            listeners.tcp.default = 127.0.0.1:{ports.Amqp}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {ports.RabbitManagement}
            distribution.listener.interface = 127.0.0.1
            default_user = {Administrator}
            default_pass = {password}
            default_user_tags.administrator = true
            disk_free_limit.absolute = 200MB
            log.console = true
            log.console.level = info
            log.file = false
            management.rates_mode = none
            collect_statistics_interval = 5000

            """, cancellation);
        await File.WriteAllTextAsync(
            Path.Combine(state, "enabled_plugins"),
            "[rabbitmq_management].\n", cancellation);
        await File.WriteAllTextAsync(Path.Combine(state, "env.conf"), "", cancellation);
        var cookie = Path.Combine(state, ".erlang.cookie");
        if (!File.Exists(cookie))
        {
            await SecretFile.WriteAsync(cookie, SecretFile.NewPassword(), cancellation);
            File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
        }
    }

    private static IEnumerable<string> Variables(PortTable ports) =>
    [
        "RABBITMQ_NODENAME=callcenter@localhost",
        "RABBITMQ_MNESIA_BASE=/cc/data",
        "RABBITMQ_LOG_BASE=/cc/log",
        "RABBITMQ_CONFIG_FILE=/cc/rabbitmq.conf",
        "RABBITMQ_ENABLED_PLUGINS_FILE=/cc/enabled_plugins",
        "RABBITMQ_PID_FILE=/cc/rabbitmq.pid",
        "RABBITMQ_CONF_ENV_FILE=/cc/env.conf",
        $"RABBITMQ_DIST_PORT={ports.ErlangDistribution}",
        // Tied to no core: it would wait for the one that Asterisk has, with another free.
        "RABBITMQ_SCHEDULER_BIND_TYPE=u",
        // RabbitMQ starts Erlang's port mapper whatever it is told. With a port of its own it meets no other node's,
        // on loopback only, and it ends with the broker's process namespace.
        $"ERL_EPMD_PORT={ports.ErlangPortMapper}",
        "ERL_EPMD_ADDRESS=127.0.0.1",
    ];
}
