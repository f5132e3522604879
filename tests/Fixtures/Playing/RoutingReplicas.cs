using System.Globalization;
using CallCenter.Hosting;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;

namespace CallCenter.Fixtures.Playing;

/// <summary>Routing in several processes on one database and one broker, which may be killed and come back.</summary>
public sealed class RoutingReplicas : IAsyncDisposable
{
    private const string Service = "routing";
    private readonly List<FreePorts> _ports = [];
    private readonly List<ServiceProcess> _running = [];
    private readonly TestDatabase _database;
    private readonly Uri _broker;
    private readonly string _folder;
    private int _started;

    private RoutingReplicas(TestDatabase database, Uri broker, string folder)
    {
        _database = database;
        _broker = broker;
        _folder = folder;
    }

    /// <summary>Migrates the database, declares the queues, and starts nothing.</summary>
    public static async Task<RoutingReplicas> PrepareAsync(
        TestDatabase database, Uri broker, string folder, CancellationToken cancellation)
    {
        var replicas = new RoutingReplicas(database, broker, folder);
        using (LocalTokens.Open(Path.Combine(folder, "keys"), "tests"))
        {
            var settings = replicas.Settings(new PortTable(PortTable.DefaultBase));
            settings["Database__MigrationConnectionString"] = database.MigrationConnectionString;
            await ServiceProcess.RunAsync(
                Service, ["migrate"], settings, Path.Combine(folder, "migrate.log"), cancellation);
        }

        return replicas;
    }

    public async Task StartAsync(int count, CancellationToken cancellation)
    {
        for (var i = 0; i < count; i++)
        {
            _ports.Add(FreePorts.Take());
            _running.Add(await StartOneAsync(i, cancellation));
        }
    }

    /// <summary>Where one of them answers.</summary>
    public Uri AddressOf(int index) => _running[index].Address;

    /// <summary>kill -9.</summary>
    public Task KillAsync(int index) => _running[index].KillAsync();

    /// <summary>Starts one that was killed again, and waits until it is ready.</summary>
    public async Task ReviveAsync(int index, CancellationToken cancellation)
    {
        await _running[index].DisposeAsync();
        _running[index] = await StartOneAsync(index, cancellation);
    }

    /// <summary>Kills one after the other with kill -9 and starts it anew; returns how many were killed.</summary>
    public async Task<int> KillInTurnAsync(TimeSpan every, CancellationToken until)
    {
        var kills = 0;
        using var timer = new PeriodicTimer(every, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(until))
            {
                var index = kills++ % _running.Count;
                await KillAsync(index);
                await ReviveAsync(index, CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }

        return kills;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running)
        {
            // What is thrown away need not stop in order.
            await process.KillAsync();
            await process.DisposeAsync();
        }

        _ports.ForEach(ports => ports.Dispose());
    }

    private Task<ServiceProcess> StartOneAsync(int index, CancellationToken cancellation) =>
        ServiceProcess.StartAsync(
            Service, Settings(_ports[index].Table),
            Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"routing-{++_started}.log")),
            cancellation);

    private Dictionary<string, string?> Settings(PortTable ports) => new()
    {
        ["Http__Port"] = ports.HttpOf(Service).ToString(CultureInfo.InvariantCulture),
        ["Http__ManagementPort"] = ports.ManagementOf(Service).ToString(CultureInfo.InvariantCulture),
        ["Database__ConnectionString"] = _database.ConnectionString,
        ["Broker__Uri"] = _broker.AbsoluteUri,
        ["Auth__KeyFile"] = LocalTokens.KeyFile(Path.Combine(_folder, "keys")),
        ["Auth__Issuer"] = "tests",
        ["Logging__LogLevel__Default"] = "Warning",
    };
}
