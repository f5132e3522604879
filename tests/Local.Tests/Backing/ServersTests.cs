using System.Diagnostics;
using System.Globalization;
using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Local.Ports;
using CallCenter.Local.Processes;
using Npgsql;
using Xunit;

namespace CallCenter.Local.Tests.Backing;

public sealed class ServersTests(Servers servers, ITestOutputHelper output)
{
    /// <summary>The number of SCHED_RR.</summary>
    private const int RoundRobin = 2;

    [Fact]
    public async Task A_service_owns_its_database_and_runs_without_ddl()
    {
        var database = await servers.DatabaseAsync("routing");
        await using var owner = NpgsqlDataSource.Create(database.MigrationConnectionString);
        await using var service = NpgsqlDataSource.Create(database.ConnectionString);
        var token = TestContext.Current.CancellationToken;

        await owner.CreateCommand("CREATE TABLE thing (id int); GRANT SELECT ON thing TO routing")
            .ExecuteNonQueryAsync(token);
        Assert.Equal(0L, await service.CreateCommand("SELECT count(*) FROM thing").ExecuteScalarAsync(token));
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => service.CreateCommand("CREATE TABLE other (id int)").ExecuteNonQueryAsync(token));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Another_service_may_not_connect()
    {
        var database = await servers.DatabaseAsync("routing");
        await servers.DatabaseAsync("quality");
        var server = await servers.PostgresAsync();
        var stranger = server.Databases.ConnectionString(database.Name, "quality", "for-tests-only");
        await using var source = NpgsqlDataSource.Create(stranger);

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => source.OpenConnectionAsync(TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Asterisk_loads_every_module_that_its_configuration_names()
    {
        var asterisk = await servers.AsteriskAsync();

        var modules = await asterisk.GetAsync("asterisk/modules", TestContext.Current.CancellationToken);
        var running = modules.EnumerateArray()
            .Where(module => module.GetProperty("status").GetString() == "Running")
            .Select(module => module.GetProperty("name").GetString())
            .ToHashSet();
        var wanted = File.ReadLines(Path.Combine(servers.Directory, "asterisk/etc/modules.conf"))
            .Where(line => line.StartsWith("load = ", StringComparison.Ordinal))
            .Select(line => line["load = ".Length..]);

        Assert.Empty(wanted.Except(running));
    }

    [Fact]
    public async Task Each_thread_of_asterisk_goes_before_what_shares_the_machine_where_that_may_be_asked_for()
    {
        var asterisk = await servers.AsteriskAsync();
        using var allowed = Process.Start("chrt", ["--rr", "1", "true"]);
        await allowed.WaitForExitAsync(TestContext.Current.CancellationToken);

        var id = ProcessTable.Descendants(asterisk.Process.Id).Single(one => ProcessTable.NameOf(one) == "asterisk");
        var policies = Directory.GetDirectories($"/proc/{id}/task")
            .Select(thread => PolicyOf(File.ReadAllText(Path.Combine(thread, "stat")))).Distinct();

        Assert.Equal([allowed.ExitCode == 0 ? RoundRobin : 0], policies);
    }

    [Fact]
    public async Task All_three_servers_start_together()
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(servers.PostgresAsync(), servers.RabbitAsync(), servers.AsteriskAsync());
        output.WriteLine($"{clock.ElapsedMilliseconds} ms, base {servers.Ports.Base}");

        var broker = await servers.VirtualHostAsync();
        var connections = new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(broker) };
        await using var connection = await connections.CreateConnectionAsync(TestContext.Current.CancellationToken);
        Assert.True(connection.IsOpen);
    }

    [Fact]
    public async Task A_killed_database_server_starts_again_with_what_it_acknowledged()
    {
        var token = TestContext.Current.CancellationToken;
        var rootfs = await servers.RootfsAsync();
        using var ports = FreePorts.Take();
        var state = Path.Combine(servers.Directory, "killed");
        var log = Path.Combine(servers.Directory, "killed.log");
        var server = await StartAsync();
        await RunAsync(server, "CREATE TABLE fact (id int)");
        await RunAsync(server, "INSERT INTO fact VALUES (1)");

        await server.Process.KillAsync();
        await server.DisposeAsync();
        await using var again = await StartAsync();

        await RunAsync(again, "DELETE FROM fact WHERE id = 1", expectedRows: 1);

        Task<PostgresServer> StartAsync() => PostgresServer.StartAsync(
            rootfs, state, ports.Table.PostgreSql, "secret", Durability.Test, log, token);

        async Task RunAsync(PostgresServer on, string sql, int? expectedRows = null)
        {
            await using var source = NpgsqlDataSource.Create(on.Databases.AdministratorConnectionString);
            var rows = await source.CreateCommand(sql).ExecuteNonQueryAsync(token);
            Assert.Equal(expectedRows ?? rows, rows);
        }
    }

    /// <summary>Field 41 of proc(5)'s stat; the name, which may hold spaces, is the second.</summary>
    private static int PolicyOf(string stat) => int.Parse(
        stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[41 - 3], CultureInfo.InvariantCulture);
}
