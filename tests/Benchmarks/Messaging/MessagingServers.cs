using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Local.Backing;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Messaging;
using CallCenter.Messaging.Topology;
using CallCenter.Messaging.Wire;
using Dapper;
using Npgsql;
using RabbitMQ.Client;

namespace CallCenter.Benchmarks.Messaging;

/// <summary>PostgreSQL and RabbitMQ as durable as in production, with the schema and queues of one service.</summary>
internal sealed class MessagingServers : IAsyncDisposable
{
    private const string Password = "for-benchmarks-only";
    private readonly FreePorts _ports = FreePorts.Take();
    private readonly TestDirectory _folder = TestDirectory.Create();
    private PostgresServer? _postgres;
    private RabbitServer? _rabbit;

    public string Database => Connection("telephony", "telephony");

    public Uri Broker => new($"amqp://telephony:{Password}@127.0.0.1:{_ports.Table.Amqp}/bench");

    public static async Task<MessagingServers> StartAsync()
    {
        var servers = new MessagingServers();
        var (ports, folder) = (servers._ports.Table, servers._folder.Path);
        var rootfs = await Rootfs.EnsureAsync(Console.Error.WriteLine);
        servers._postgres =
            await PostgresServer.StartAsync(rootfs, Path.Combine(folder, "postgresql"), ports.PostgreSql,
            Password, Durability.Production, Path.Combine(folder, "postgresql.log"), CancellationToken.None);
        servers._rabbit = await RabbitServer.StartAsync(rootfs, Path.Combine(folder, "rabbitmq"), ports,
            Password, Path.Combine(folder, "rabbitmq.log"), CancellationToken.None);
        await servers.PrepareAsync(servers._rabbit.Management);
        return servers;
    }

    /// <summary>What makes the figures honest: the settings that a production server has.</summary>
    public async Task<string> DurabilityAsync()
    {
        await using var connection = new NpgsqlConnection(Database);
        return await connection.ExecuteScalarAsync<string>(
            "select 'fsync ' || current_setting('fsync') || ', synchronous_commit '"
            + " || current_setting('synchronous_commit')") ?? "";
    }

    /// <summary>What earlier runs left is nobody's: listeners of a running system keep their queues short.</summary>
    public async Task EmptyQueuesAsync()
    {
        await using var connection = await new ConnectionFactory { Uri = Broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        for (var part = 0; part < WireNames.Parts; part++)
        {
            await channel.QueuePurgeAsync(WireNames.Queue("telephony", part));
        }
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

    private async Task PrepareAsync(RabbitManagement broker)
    {
        await using (var administrator = new NpgsqlConnection(Connection("postgres", "postgres")))
        {
            await administrator.ExecuteAsync($"""
                create role telephony_owner login password '{Password}';
                create role telephony login password '{Password}';
                """);
            await administrator.ExecuteAsync("create database telephony owner telephony_owner");
        }

        await Migrations.ApplyAsync(Connection("telephony", "telephony_owner"), "telephony",
            [typeof(Transactions).Assembly], CancellationToken.None);
        await using (var owner = new NpgsqlConnection(Connection("telephony", "telephony_owner")))
        {
            await owner.ExecuteAsync("""
                create table effect (event_id uuid primary key, call_id uuid not null);
                grant select, insert on effect to telephony;
                """);
        }

        await broker.PutVirtualHostAsync("bench", CancellationToken.None);
        await broker.PutUserAsync("telephony", Password, CancellationToken.None);
        await broker.PermitAsync("bench", "telephony", ".*", ".*", ".*", CancellationToken.None);
        await BrokerTopology.DeclareAsync(
            Broker, "telephony", [EventCatalogue.Of(typeof(CallEnded))], CancellationToken.None);
        foreach (var policy in BrokerPolicies.All)
        {
            await broker.PutPolicyAsync(
                "bench", policy.Name, policy.Pattern, policy.Priority, policy.Definition, CancellationToken.None);
        }
    }

    private string Connection(string database, string role) =>
        $"Host=127.0.0.1;Port={_ports.Table.PostgreSql};Database={database};Username={role};Password={Password};"
        + "Maximum Pool Size=60";
}
