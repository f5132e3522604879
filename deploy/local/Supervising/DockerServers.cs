using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CallCenter.Local.Backing;
using CallCenter.Local.Installations;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Local.Supervising;

/// <summary>
/// The three servers as containers of <c>deploy/compose</c>. The Docker engine holds them, so unlike processes of ours
/// they survive a kill -9 of the launcher; the next <c>up</c> or <c>down</c> takes them over.
/// </summary>
public sealed class DockerServers : IServerSet
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(2);
    private readonly Home _home;

    private DockerServers(Home home, PostgresDatabases databases, RabbitManagement broker)
    {
        _home = home;
        Databases = databases;
        Broker = broker;
    }

    public PostgresDatabases Databases { get; }

    public RabbitManagement Broker { get; }

    /// <summary>None: the containers belong to Docker.</summary>
    public IReadOnlyList<RunMember> Members => [];

    public static async Task<DockerServers> StartAsync(
        Home home, PortTable ports, SecretBook secrets, CancellationToken cancellation)
    {
        if (!DebianTools.Has("docker"))
        {
            throw new StartFailedException("docker is not installed.")
            {
                NextStep = "Install Docker with the compose plugin, or run as root without --infra docker",
            };
        }

        var asterisk = new AsteriskSecrets(
            await secrets.GetAsync("asterisk.ari", cancellation), await secrets.GetAsync("asterisk.ami", cancellation));
        await AsteriskConfiguration.WriteAsync(home.StateOf("asterisk"), ports, asterisk, cancellation);
        var database = await secrets.GetAsync("postgresql.administrator", cancellation);
        var broker = await secrets.GetAsync("rabbitmq.administrator", cancellation);
        await SecretFile.WriteAsync(
            VariablesFile(home),
            string.Concat(Variables(home, ports, database, broker).Select(one => $"{one.Key}={one.Value}\n")),
            cancellation);
        await ComposeAsync(home, ["up", "--detach", "--build", "--wait"], StartLimit, cancellation);
        var databases = new PostgresDatabases(ports.PostgreSql, database);
        await Provisioning.ApplyAsync(databases, secrets, cancellation);
        return new DockerServers(
            home,
            databases,
            new RabbitManagement(
                new Uri($"http://127.0.0.1:{ports.RabbitManagement}"), RabbitServer.Administrator, broker));
    }

    /// <summary>What the compose file asks for.</summary>
    public static IReadOnlyDictionary<string, string> Variables(
        Home home, PortTable ports, string database, string broker) => new Dictionary<string, string>
    {
        ["POSTGRESQL_PASSWORD"] = database,
        ["POSTGRESQL_PORT"] = ports.PostgreSql.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_PASSWORD"] = broker,
        ["AMQP_PORT"] = ports.Amqp.ToString(CultureInfo.InvariantCulture),
        ["RABBITMQ_MANAGEMENT_PORT"] = ports.RabbitManagement.ToString(CultureInfo.InvariantCulture),
        ["CALLCENTER_USER"] = ProcessTable.UserId.ToString(CultureInfo.InvariantCulture),
        ["CALLCENTER_HOME"] = home.Directory,
    };

    /// <summary>Stops what a run that died has left.</summary>
    public static Task DownAsync(Home home, CancellationToken cancellation) =>
        ComposeAsync(home, ["down"], StopLimit, cancellation);

    /// <summary>Removes the containers' data too.</summary>
    public static Task PurgeAsync(Home home, CancellationToken cancellation) =>
        ComposeAsync(home, ["down", "--volumes"], StopLimit, cancellation);

    /// <summary>Docker has waited for it.</summary>
    public Task WaitForBrokerAsync(CancellationToken cancellation) => Task.CompletedTask;

    // Not at /cc: a container may not have two mounts at one place, and there the service has its own.
    public string? SpeechCommand => null;

    public Task SpeakAsync(string script, string folder, CancellationToken cancellation) => ComposeAsync(
        _home,
        [
            "run", "--rm", "--no-deps", "--volume", $"{folder}:/speech", "--workdir", "/speech", "--entrypoint",
            "/bin/sh", "asterisk", "-c", script,
        ],
        StopLimit,
        cancellation);

    public async ValueTask DisposeAsync()
    {
        await DownAsync(_home, CancellationToken.None);
        Broker.Dispose();
        await Databases.DisposeAsync();
    }

    // Each folder has containers and volumes of its own: a volume knows the passwords that it was made with.
    private static string ProjectOf(Home home) =>
        $"callcenter-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home.Directory)))[..8]}";

    private static string VariablesFile(Home home) => Path.Combine(home.Directory, "compose.env");

    private static async Task ComposeAsync(
        Home home, IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancellation)
    {
        var file = Path.Combine(Home.Repository ?? "", "deploy/compose/compose.yaml");
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(limit);
        await using var compose = await ChildProcess.StartAsync(
            "docker",
            [
                "docker", "compose", "--project-name", ProjectOf(home), "--file", file,
                "--env-file", VariablesFile(home), .. arguments,
            ],
            home.LogOf("docker"));
        if (await compose.ExitAsync(bounded.Token) is var code and not 0)
        {
            throw new StartFailedException(
                string.Create(
                    CultureInfo.InvariantCulture, $"docker compose {arguments[0]} ended with exit code {code}."),
                compose.LogFile);
        }
    }
}
