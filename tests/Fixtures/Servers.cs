using CallCenter.Local.Backing;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using Xunit;

namespace CallCenter.Fixtures;

/// <summary>
/// Real servers for tests, each started once per test process on first use and gone with it:
/// <c>[assembly: AssemblyFixture(typeof(Servers))]</c>.
/// </summary>
public sealed class Servers : IAsyncDisposable
{
    private const string Password = "for-tests-only";
    private readonly SemaphoreSlim _gate = new(1);
    private readonly FreePorts _ports = FreePorts.Take();
    private readonly TestDirectory _directory = TestDirectory.Create();
    private readonly HashSet<string> _roles = [];
    private Task<Rootfs>? _rootfs;
    private Task<PostgresServer>? _postgres;
    private Task<RabbitServer>? _rabbit;
    private Task<AsteriskServer>? _asterisk;
    private Task<ObjectStore>? _objects;
    private int _count;

    /// <summary>Ports of this process; those of the services are free for tests that start services.</summary>
    public PortTable Ports => _ports.Table;

    /// <summary>A folder for the files of this test process, removed at its end.</summary>
    public string Directory => _directory.Path;

    public Task<Rootfs> RootfsAsync() => OnceAsync(
        () => _rootfs,
        task => _rootfs = task,
        () => Rootfs.EnsureAsync(line => TestContext.Current.SendDiagnosticMessage(line)));

    public async Task<PostgresServer> PostgresAsync()
    {
        var rootfs = await RootfsAsync();
        return await OnceAsync(
            () => _postgres,
            task => _postgres = task,
            () => PostgresServer.StartAsync(
                rootfs, Path("postgresql"), Ports.PostgreSql, Password, Durability.Test, Path("postgresql.log"),
                CancellationToken.None));
    }

    public async Task<RabbitServer> RabbitAsync()
    {
        var rootfs = await RootfsAsync();
        return await OnceAsync(
            () => _rabbit,
            task => _rabbit = task,
            () => RabbitServer.StartAsync(
                rootfs, Path("rabbitmq"), Ports, Password, Path("rabbitmq.log"), CancellationToken.None));
    }

    public async Task<AsteriskServer> AsteriskAsync()
    {
        var rootfs = await RootfsAsync();
        return await OnceAsync(
            () => _asterisk,
            task => _asterisk = task,
            () => AsteriskServer.StartAsync(
                rootfs, Path("asterisk"), Ports, new AsteriskSecrets(Password, Password), Path("asterisk.log"),
                CancellationToken.None));
    }

    /// <summary>Recordings in buckets. Its ports are behind all that the table gives out.</summary>
    public Task<ObjectStore> ObjectStoreAsync() => OnceAsync(
        () => _objects,
        task => _objects = task,
        () => ObjectStore.StartAsync(
            Path("objects"), Ports.Base + 960, line => TestContext.Current.SendDiagnosticMessage(line),
            CancellationToken.None));

    /// <summary>A fresh database of a service (telephony, routing, quality or feedback), with its two roles.</summary>
    public async Task<TestDatabase> DatabaseAsync(string service)
    {
        var server = await PostgresAsync();
        await EnsureRolesAsync(server, service);
        var name = $"{service}_{Interlocked.Increment(ref _count)}";
        await server.Databases.EnsureDatabaseAsync(name, service, CancellationToken.None);
        return new TestDatabase
        {
            Name = name,
            ApplicationRole = service,
            ConnectionString = server.Databases.ConnectionString(name, service, Password),
            MigrationConnectionString = server.Databases.ConnectionString(name, $"{service}_owner", Password),
        };
    }

    /// <summary>The address of a fresh virtual host, with a user of its own who has every right in it.</summary>
    public async Task<string> VirtualHostAsync()
    {
        var server = await RabbitAsync();
        var name = $"test-{Interlocked.Increment(ref _count)}";
        await server.Management.PutVirtualHostAsync(name, CancellationToken.None);
        await server.Management.PutUserAsync(name, Password, CancellationToken.None);
        await server.Management.PermitAsync(name, name, ".*", ".*", ".*", CancellationToken.None);
        return server.UriOf(name, Password, name);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(StopAsync(_postgres), StopAsync(_rabbit), StopAsync(_asterisk), StopAsync(_objects));
        _ports.Dispose();
        _directory.Dispose();
        _gate.Dispose();
    }

    // What is thrown away need not stop in order.
    private static async Task StopAsync<T>(Task<T>? started) where T : IAsyncDisposable
    {
        if (started is not { IsCompletedSuccessfully: true })
        {
            return;
        }

        var server = await started;
        await (server switch
        {
            PostgresServer postgres => postgres.Process.KillAsync(),
            RabbitServer rabbit => rabbit.Process.KillAsync(),
            AsteriskServer asterisk => asterisk.Process.KillAsync(),
            _ => Task.CompletedTask,
        });
        await server.DisposeAsync();
    }

    private async Task EnsureRolesAsync(PostgresServer server, string service)
    {
        await _gate.WaitAsync();
        try
        {
            if (_roles.Add(service))
            {
                await server.Databases.EnsureRolesAsync(service, Password, Password, CancellationToken.None);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<T> OnceAsync<T>(Func<Task<T>?> get, Action<Task<T>> set, Func<Task<T>> start)
    {
        Task<T> task;
        await _gate.WaitAsync();
        try
        {
            task = get() ?? start();
            set(task);
        }
        finally
        {
            _gate.Release();
        }

        return await task;
    }

    private string Path(string name) => System.IO.Path.Combine(Directory, name);
}
