using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Messaging.Topology;
using CallCenter.Messaging.Wire;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace CallCenter.Messaging.Tests;

/// <summary>
/// A small telephony service of its own: fresh database, fresh virtual host, and as many replicas as a test starts.
/// </summary>
internal sealed class Station : IAsyncDisposable
{
    private readonly List<IHost> _replicas = [];

    private Station(TestDatabase database, Uri broker)
    {
        Database = database;
        Broker = broker;
        Data = NpgsqlDataSource.Create(database.ConnectionString);
        Transactions = new Transactions(Data, "telephony");
    }

    public TestDatabase Database { get; }

    public Uri Broker { get; }

    public NpgsqlDataSource Data { get; }

    /// <summary>Says events without a relay beside it.</summary>
    public Transactions Transactions { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Station> OpenAsync(Servers servers, bool topology = true)
    {
        var database = await servers.DatabaseAsync("telephony");
        var station = new Station(database, new Uri(await servers.VirtualHostAsync()));
        await station.MigrateAsync();
        if (topology)
        {
            await station.DeclareAsync();
        }

        return station;
    }

    public static Station At(TestDatabase database, Uri broker) => new(database, broker);

    public async Task MigrateAsync()
    {
        await Migrations.ApplyAsync(Database.MigrationConnectionString, Database.ApplicationRole,
            [typeof(Transactions).Assembly], Cancellation);
        await AsOwnerAsync("""
            create table ledger (call_id uuid not null, n integer not null, primary key (call_id, n));
            create table effect (id bigserial primary key, event_id uuid not null, call_id uuid not null,
              subject_seq bigint not null, n integer not null);
            grant select, insert on ledger, effect to telephony;
            grant usage on sequence effect_id_seq to telephony;
            """);
    }

    public Task DeclareAsync() => BrokerTopology.DeclareAsync(
        Broker, "telephony", EventCatalogue.All.Where(e =>
            e.ClrType == typeof(SurveyAnswered) || e.ClrType == typeof(CallEnded)),
        Cancellation);

    /// <summary>
    /// Starts a replica that relays what is said in this database, and hears what <paramref name="hears"/> says.
    /// </summary>
    public async Task<IHost> StartAsync(
        Action<Subscriptions>? hears = null, Action<IServiceCollection>? more = null, LoggedEvents? logged = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (logged is not null)
        {
            builder.Logging.AddProvider(logged);
        }

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(Database.ConnectionString));
        builder.Services.Configure<BrokerOptions>(o => o.Uri = Broker);
        builder.Services.AddOptions<MessagingOptions>();
        builder.Services.AddMessaging(new ServiceIdentity("telephony", "test"), hears ?? (_ => { }));
        more?.Invoke(builder.Services);
        var replica = builder.Build();
        _replicas.Add(replica);
        await replica.StartAsync(Cancellation);
        return replica;
    }

    /// <summary>Says one answer of a caller, with its line in the ledger.</summary>
    public async Task SayAsync(Guid call, int n, Transactions? transactions = null)
    {
        await using var work = await (transactions ?? Transactions).BeginAsync(Cancellation);
        await work.Transaction.Connection!.ExecuteAsync(
            "insert into ledger (call_id, n) values (@call, @n)", new { call, n }, work.Transaction);
        work.Publish(Answer(call, n));
        await work.CommitAsync(Cancellation);
    }

    public static SurveyAnswered Answer(Guid call, int n) => new()
    {
        CallId = call,
        Question = "csat",
        Score = n,
        AnsweredAt = TimeProvider.System.GetUtcNow(),
    };

    public async Task AsOwnerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Database.MigrationConnectionString);
        await connection.ExecuteAsync(sql);
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await Data.OpenConnectionAsync(Cancellation);
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    /// <summary>Waits until a count has reached a number, and says both when it does not.</summary>
    public async Task UntilAsync(string countSql, long wanted, int seconds = 30)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        long count;
        while ((count = await ScalarAsync<long>(countSql)) != wanted)
        {
            Assert.True(clock.GetElapsedTime(began) < TimeSpan.FromSeconds(seconds),
                $"{countSql}: {count} instead of {wanted}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, Cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.StopAsync(CancellationToken.None);
            replica.Dispose();
        }

        await Data.DisposeAsync();
    }
}
