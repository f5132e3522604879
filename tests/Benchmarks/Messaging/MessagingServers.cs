using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Messaging.Topology;
using CallCenter.Messaging.Wire;
using Dapper;
using Npgsql;
using RabbitMQ.Client;

namespace CallCenter.Benchmarks.Messaging;

/// <summary>The servers with the schema and queues of one service.</summary>
internal sealed class MessagingServers : IAsyncDisposable
{
    private readonly BenchServers _servers;

    private MessagingServers(BenchServers servers, TestDatabase database, Uri broker)
    {
        _servers = servers;
        Database = $"{database.ConnectionString};Maximum Pool Size=60";
        Broker = broker;
    }

    public string Database { get; }

    public Uri Broker { get; }

    public static async Task<MessagingServers> StartAsync()
    {
        var servers = await BenchServers.StartAsync(CancellationToken.None);
        var database = await servers.DatabaseAsync("telephony", CancellationToken.None);
        var broker = await servers.VirtualHostAsync(CancellationToken.None);
        await Migrations.ApplyAsync(
            database.MigrationConnectionString, database.ApplicationRole, [typeof(Transactions).Assembly],
            CancellationToken.None);
        await using (var owner = new NpgsqlConnection(database.MigrationConnectionString))
        {
            await owner.ExecuteAsync("""
                create table effect (event_id uuid primary key, call_id uuid not null);
                grant select, insert on effect to telephony;
                """);
        }

        await BrokerTopology.DeclareAsync(
            broker, "telephony", [EventCatalogue.Of(typeof(CallEnded))], CancellationToken.None);
        return new MessagingServers(servers, database, broker);
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

    public ValueTask DisposeAsync() => _servers.DisposeAsync();
}
