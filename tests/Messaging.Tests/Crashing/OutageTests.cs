using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Local.Packages;
using CallCenter.Local.Ports;
using CallCenter.Messaging.Workload;
using Dapper;
using Npgsql;
using Xunit;

namespace CallCenter.Messaging.Tests.Crashing;

/// <summary>Everything is killed, one after another, while 200 subjects speak.</summary>
public class OutageTests(Servers servers)
{
    private const string Password = "for-tests-only";
    private const int Subjects = 200;

    [Fact]
    public async Task Killing_relay_consumer_broker_and_database_under_load_loses_nothing_and_repeats_nothing()
    {
        using var ports = FreePorts.Take();
        var rootfs = await servers.RootfsAsync();
        var folder = Path.Combine(servers.Directory, "outage");
        var postgres = await StartPostgresAsync(rootfs, folder, ports.Table);
        var rabbit = await StartRabbitAsync(rootfs, folder, ports.Table);
        try
        {
            await using var station = await PrepareAsync(ports.Table, rabbit);
            var work = new WorkloadSettings { Database = station.Database.ConnectionString, Broker = station.Broker };
            await using var relay =
                WorkloadProcess.Run(work with { Relays = true, CrashAt = $"{Steps.RelayConfirmed}:40" }, crashes: 2);
            await using var consumer =
                WorkloadProcess.Run(work with { Hears = true, CrashAt = $"{Steps.HearCommitted}:200" }, crashes: 2);
            using var enough = new CancellationTokenSource();
            var speaking =
                Task.WhenAll(Enumerable.Range(1, Subjects).Select(s => SpeakAsync(station, s, enough.Token)));

            await relay.KilledAsync(2);
            await consumer.KilledAsync(2);

            // Only now: the broker keeps to the consumer that it has, so beside another one it might never be its turn.
            await using var other = WorkloadProcess.Run(work with { Relays = true, Hears = true });
            relay.Kill();
            await HearMoreAsync(station);
            consumer.Kill();
            await HearMoreAsync(station);
            await rabbit.Process.KillAsync();
            await rabbit.DisposeAsync();
            rabbit = await StartRabbitAsync(rootfs, folder, ports.Table);
            await HearMoreAsync(station);
            await postgres.Process.KillAsync();
            await postgres.DisposeAsync();
            File.Delete(Path.Combine(folder, "postgresql", "data", "postmaster.pid"));
            postgres = await StartPostgresAsync(rootfs, folder, ports.Table);
            await HearMoreAsync(station);
            other.Kill();
            await other.KilledAsync(1);
            await HearMoreAsync(station);
            await enough.CancelAsync();
            await speaking;

            await station
                .UntilAsync("select (select count(*) from ledger) - (select count(*) from effect)", 0, seconds: 90);
            await station.UntilAsync("select count(*) from msg.outbox", 0, seconds: 30);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"killed: relay {relay.Kills}, consumer {consumer.Kills}, both {other.Kills}, broker 1, database 1");
            (await Tally.OfAsync(station.Data)).IsClean();
        }
        finally
        {
            await postgres.Process.KillAsync();
            await postgres.DisposeAsync();
            await rabbit.Process.KillAsync();
            await rabbit.DisposeAsync();
        }
    }

    /// <summary>Waits for a thousand effects more: the parts fail one after another, each under load.</summary>
    private static async Task HearMoreAsync(Station station)
    {
        var wanted = await HeardAsync(station) + 1_000;
        await station.UntilAsync($"select least({wanted}, (select count(*) from effect))", wanted, seconds: 90);
    }

    /// <summary>The database may be starting still.</summary>
    private static async Task<long> HeardAsync(Station station)
    {
        while (true)
        {
            try
            {
                return await station.ScalarAsync<long>("select count(*) from effect");
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Station.Cancellation);
            }
        }
    }

    private static Task<PostgresServer> StartPostgresAsync(Rootfs rootfs, string folder, PortTable ports) =>
        PostgresServer.StartAsync(rootfs, Path.Combine(folder, "postgresql"), ports.PostgreSql, Password,
            Durability.Production, Path.Combine(folder, "postgresql.log"), Station.Cancellation);

    private static Task<RabbitServer> StartRabbitAsync(Rootfs rootfs, string folder, PortTable ports) =>
        RabbitServer.StartAsync(rootfs, Path.Combine(folder, "rabbitmq"), ports, Password,
            Path.Combine(folder, "rabbitmq.log"), Station.Cancellation);

    private static async Task<Station> PrepareAsync(PortTable ports, RabbitServer rabbit)
    {
        await using (var administrator = new NpgsqlConnection(Connection(ports, "postgres", "postgres")))
        {
            await administrator.ExecuteAsync($"""
                create role telephony_owner login password '{Password}';
                create role telephony login password '{Password}';
                """);
            await administrator.ExecuteAsync("create database telephony owner telephony_owner");
        }

        await rabbit.Management.PutVirtualHostAsync("outage", Station.Cancellation);
        await rabbit.Management.PutUserAsync("telephony", Password, Station.Cancellation);
        const string Own = @"^(callcenter\.|telephony[._])";
        await rabbit.Management.PermitAsync("outage", "telephony", Own, Own, Own, Station.Cancellation);
        var station = Station.At(
            new TestDatabase
            {
                Name = "telephony",
                ApplicationRole = "telephony",
                ConnectionString = Connection(ports, "telephony", "telephony"),
                MigrationConnectionString = Connection(ports, "telephony", "telephony_owner"),
            },
            new Uri($"amqp://telephony:{Password}@127.0.0.1:{ports.Amqp}/outage"));
        await station.MigrateAsync();
        await station.DeclareAsync();
        return station;
    }

    private static string Connection(PortTable ports, string database, string role) =>
        $"Host=127.0.0.1;Port={ports.PostgreSql};Database={database};Username={role};Password={Password}";

    /// <summary>
    /// A caller who answers about once in 600 ms. After a fault nobody knows whether the commit happened, so the
    /// ledger is asked.
    /// </summary>
    private static async Task SpeakAsync(Station station, int subject, CancellationToken enough)
    {
        var call = new Guid($"00000000-0000-7000-8000-{subject:d12}");
        var said = 0;
        var known = true;
        while (!enough.IsCancellationRequested)
        {
            try
            {
                if (!known)
                {
                    said = await station.ScalarAsync<int>(
                        $"select coalesce(max(n), 0) from ledger where call_id = '{call}'");
                    known = true;
                }

                await station.SayAsync(call, said + 1);
                said++;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                known = false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(400 + subject), TimeProvider.System, CancellationToken.None);
        }
    }
}
