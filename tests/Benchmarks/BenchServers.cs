using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Messaging.Topology;
using Npgsql;

namespace CallCenter.Benchmarks;

/// <summary>PostgreSQL and RabbitMQ as durable as in production; databases and virtual hosts as wanted.</summary>
internal sealed class BenchServers : IAsyncDisposable
{
    private const string Password = "for-benchmarks-only";
    private readonly FreePorts _ports = FreePorts.Take();
    private readonly TestDirectory _folder = TestDirectory.Create();
    private PostgresServer? _postgres;
    private RabbitServer? _rabbit;
    private int _count;

    public string Folder => _folder.Path;

    public static async Task<BenchServers> StartAsync(CancellationToken cancellation)
    {
        var servers = new BenchServers();
        var rootfs = await Rootfs.EnsureAsync(Console.Error.WriteLine, Rootfs.DefaultSuite, cancellation);
        servers._postgres = await PostgresServer.StartAsync(
            rootfs, Path.Combine(servers.Folder, "postgresql"), servers._ports.Table.PostgreSql, Password,
            Durability.Production, Path.Combine(servers.Folder, "postgresql.log"), cancellation);
        servers._rabbit = await RabbitServer.StartAsync(
            rootfs, Path.Combine(servers.Folder, "rabbitmq"), servers._ports.Table, Password,
            Path.Combine(servers.Folder, "rabbitmq.log"), cancellation);
        return servers;
    }

    /// <summary>A fresh database of a service.</summary>
    public async Task<TestDatabase> DatabaseAsync(string service, CancellationToken cancellation)
    {
        var databases = _postgres!.Databases;
        var name = $"{service}_{++_count}";
        await databases.EnsureRolesAsync(service, Password, Password, cancellation);
        await databases.EnsureDatabaseAsync(name, service, cancellation);
        return new TestDatabase
        {
            Name = name,
            ApplicationRole = service,
            ConnectionString = databases.ConnectionString(name, service, Password),
            MigrationConnectionString = databases.ConnectionString(name, $"{service}_owner", Password),
        };
    }

    /// <summary>A fresh virtual host with the policies of production.</summary>
    public async Task<Uri> VirtualHostAsync(CancellationToken cancellation)
    {
        var name = $"bench-{++_count}";
        var management = _rabbit!.Management;
        await management.PutVirtualHostAsync(name, cancellation);
        await management.PutUserAsync(name, Password, cancellation);
        await management.PermitAsync(name, name, ".*", ".*", ".*", cancellation);
        foreach (var policy in BrokerPolicies.All)
        {
            await management.PutPolicyAsync(
                name, policy.Name, policy.Pattern, policy.Priority, policy.Definition, cancellation);
        }

        return new Uri(_rabbit.UriOf(name, Password, name));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_rabbit is not null)
        {
            await _rabbit.Process.KillAsync();
            await _rabbit.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.Process.KillAsync();
            await _postgres.DisposeAsync();
        }

        _ports.Dispose();
        _folder.Dispose();
    }
}
