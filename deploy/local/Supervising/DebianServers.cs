using System.Globalization;
using CallCenter.Local.Backing;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Supervising;

/// <summary>The three servers as processes of ours, from the cached Debian packages.</summary>
public sealed class DebianServers : IServerSet
{
    private readonly Rootfs _rootfs;
    private readonly Home _home;
    private readonly PostgresServer _postgres;
    private readonly RabbitServer _rabbit;
    private readonly AsteriskServer _asterisk;

    private DebianServers(
        Rootfs rootfs, Home home, PostgresServer postgres, RabbitServer rabbit, AsteriskServer asterisk)
    {
        _rootfs = rootfs;
        _home = home;
        _postgres = postgres;
        _rabbit = rabbit;
        _asterisk = asterisk;
    }

    public PostgresDatabases Databases => _postgres.Databases;

    public RabbitManagement Broker => _rabbit.Management;

    public string SpeechCommand =>
        $"chroot {_rootfs.Directory} /usr/bin/espeak-ng -v {{language}} -s 150 --stdin --stdout";

    public IReadOnlyList<RunMember> Members =>
    [
        .. new[] { _postgres.Process, _rabbit.Process, _asterisk.Process }
            .Select(process => RunMember.Of(process.Name, process.Id, process.LogFile)),
    ];

    /// <summary>
    /// Starts the three side by side and returns when the databases are made and the switch answers: the broker, the
    /// slowest, is still starting then. When one fails the others are stopped.
    /// </summary>
    public static async Task<DebianServers> StartAsync(
        Rootfs rootfs, Home home, PortTable ports, SecretBook secrets, CancellationToken cancellation)
    {
        var database = await secrets.GetAsync("postgresql.administrator", cancellation);
        var broker = await secrets.GetAsync("rabbitmq.administrator", cancellation);
        var asterisk = new AsteriskSecrets(
            await secrets.GetAsync("asterisk.ari", cancellation), await secrets.GetAsync("asterisk.ami", cancellation));
        var starts = (
            Postgres: PostgresServer.StartAsync(
                rootfs, home.StateOf("postgresql"), ports.PostgreSql, database, Durability.Production,
                home.NewLog("postgresql"), cancellation),
            Rabbit: RabbitServer.LaunchAsync(
                rootfs, home.StateOf("rabbitmq"), ports, broker, home.NewLog("rabbitmq"), cancellation),
            Asterisk: AsteriskServer.StartAsync(
                rootfs, home.StateOf("asterisk"), ports, asterisk, home.NewLog("asterisk"), cancellation));
        try
        {
            await Task.WhenAll(
                ProvisionAsync(starts.Postgres, secrets, cancellation), starts.Rabbit, starts.Asterisk);
        }
        catch
        {
            await Task.WhenAll(StopAsync(starts.Postgres), StopAsync(starts.Rabbit), StopAsync(starts.Asterisk));
            throw;
        }

        return new DebianServers(
            rootfs, home, await starts.Postgres, await starts.Rabbit, await starts.Asterisk);
    }

    public Task WaitForBrokerAsync(CancellationToken cancellation) => _rabbit.WaitUntilReadyAsync(cancellation);

    public async Task SpeakAsync(string script, string folder, CancellationToken cancellation)
    {
        await using var speech = await IsolatedProcess.StartAsync(
            "espeak-ng", _rootfs, folder, ["/usr/bin/sh", "-c", $"cd {IsolatedProcess.Home} && {script}"],
            _home.NewLog("espeak-ng"));
        if (await speech.ExitAsync(cancellation) is var code and not 0)
        {
            throw new StartFailedException(
                string.Create(CultureInfo.InvariantCulture, $"espeak-ng ended with exit code {code}."), speech.LogFile);
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(
        _postgres.DisposeAsync().AsTask(), _rabbit.DisposeAsync().AsTask(), _asterisk.DisposeAsync().AsTask());

    private static async Task ProvisionAsync(
        Task<PostgresServer> start, SecretBook secrets, CancellationToken cancellation) =>
        await Provisioning.ApplyAsync((await start).Databases, secrets, cancellation);

    private static async Task StopAsync<T>(Task<T> start) where T : IAsyncDisposable
    {
        // Waits without throwing: the caller already has the reason.
        await Task.WhenAny(start);
        if (start.IsCompletedSuccessfully)
        {
            await (await start).DisposeAsync();
        }
    }
}
