using CallCenter.Hosting;
using CallCenter.Local.Backing;
using CallCenter.Local.Centres;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Supervising;

/// <summary>
/// The whole system, started in order and held by this process: servers, databases, users, schemas, services, demo
/// centre. What it holds dies with it.
/// </summary>
public sealed class LocalRun : IAsyncDisposable
{
    private readonly IServerSet _servers;
    private readonly List<ServiceProcess> _services = [];

    private LocalRun(Home home, PortTable ports, IServerSet servers)
    {
        Home = home;
        Ports = ports;
        _servers = servers;
    }

    public Home Home { get; }

    public PortTable Ports { get; }

    public IReadOnlyList<RunMember> Members =>
    [
        .. _servers.Members, .. _services.Select(service => RunMember.Of(service.Service, service.Id, service.LogFile)),
    ];

    /// <summary>
    /// Starts everything; each step is told to <paramref name="steps"/>. A failure stops what had started.
    /// </summary>
    public static async Task<LocalRun> StartAsync(
        Home home, PortTable ports, string infra, string suite, Steps steps, CancellationToken cancellation)
    {
        home.Create();
        var secrets = await SecretBook.OpenAsync(home.SecretsFile, cancellation);
        LocalTokens.Open(home.Keys, ServiceSettings.Issuer).Dispose();
        var servers = infra == Infras.Docker
            ? await StartDockerAsync(home, ports, secrets, steps, cancellation)
            : await StartDebianAsync(home, ports, secrets, suite, steps, cancellation);
        var run = new LocalRun(home, ports, servers);
        try
        {
            var broker = steps.RunAsync("RabbitMQ", () => servers.WaitForBrokerAsync(cancellation));

            // All are waited for, whichever fails.
            await Task.WhenAll(
                broker,
                steps.RunAsync(
                    "Prompts spoken by espeak-ng", () => DemoSetup.MakePromptsAsync(servers, home, cancellation)),
                run.ServeAsync(broker, infra == Infras.Debian, secrets, steps, cancellation));
            await steps.RunAsync("Demo centre", () => DemoSetup.ApplyAsync(home, ports, cancellation));
        }
        catch
        {
            Preparation.Forget(home);
            await run.DisposeAsync();
            throw;
        }

        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_services.Select(service => service.DisposeAsync().AsTask()));
        await _servers.DisposeAsync();
    }

    private static async Task<IServerSet> StartDebianAsync(
        Home home, PortTable ports, SecretBook secrets, string suite, Steps steps, CancellationToken cancellation)
    {
        var rootfs = await steps.RunAsync(
            "Debian packages", () => Rootfs.EnsureAsync(steps.Say, suite, cancellation));
        return await steps.RunAsync(
            $"PostgreSQL {rootfs.Contents.PostgreSql} and Asterisk {rootfs.Contents.Asterisk}, "
            + $"RabbitMQ {rootfs.Contents.RabbitMq} beside them",
            () => DebianServers.StartAsync(rootfs, home, ports, secrets, cancellation));
    }

    private static async Task<IServerSet> StartDockerAsync(
        Home home, PortTable ports, SecretBook secrets, Steps steps, CancellationToken cancellation) =>
        await steps.RunAsync(
            "PostgreSQL, RabbitMQ and Asterisk in Docker",
            () => DockerServers.StartAsync(home, ports, secrets, cancellation));

    /// <summary>
    /// Where all is prepared the services start beside the broker, the slowest server: they await it like one that was
    /// lost.
    /// </summary>
    private async Task ServeAsync(
        Task broker, bool keepsState, SecretBook secrets, Steps steps, CancellationToken cancellation)
    {
        if (!keepsState || !Preparation.IsDone(Home))
        {
            Preparation.Forget(Home);
            await broker;
            await PrepareAsync(secrets, steps, cancellation);
            if (keepsState)
            {
                Preparation.Finish(Home);
            }
        }

        await StartServicesAsync(secrets, steps, cancellation);
    }

    private async Task PrepareAsync(SecretBook secrets, Steps steps, CancellationToken cancellation)
    {
        await steps.RunAsync(
            "Users and rights of the broker", () => Provisioning.ApplyAsync(_servers.Broker, secrets, cancellation));

        // Every queue is bound before anybody publishes: all migrations come before any start.
        await steps.RunAsync("Schemas and queues (migrate)", async () =>
        {
            var owners = new List<(string Service, IReadOnlyDictionary<string, string?> Settings)>();
            foreach (var service in PortTable.Services)
            {
                var own = await ServiceSettings.OfAsync(
                    service, Home, Ports, _servers.Databases, secrets, cancellation);
                owners.Add((service, await ServiceSettings.ForMigrationAsync(
                    service, own, _servers.Databases, secrets, cancellation)));
            }

            await Task.WhenAll(owners.Select(owner => ServiceProcess.RunAsync(
                owner.Service, ["migrate"], owner.Settings, Home.NewLog($"{owner.Service}-migrate"), cancellation)));
        });
    }

    private async Task StartServicesAsync(SecretBook secrets, Steps steps, CancellationToken cancellation)
    {
        await steps.RunAsync("Telephony, Routing, Quality, Feedback", async () =>
        {
            foreach (var service in PortTable.Services)
            {
                var own = await ServiceSettings.OfAsync(
                    service, Home, Ports, _servers.Databases, secrets, cancellation);
                _services.Add(await ServiceProcess.LaunchAsync(
                    service, ServiceSettings.WithSpeech(own, _servers.SpeechCommand), Home.NewLog(service)));
            }

            await Task.WhenAll(_services.Select(service => service.WaitUntilReadyAsync(cancellation)));
        });
    }
}
