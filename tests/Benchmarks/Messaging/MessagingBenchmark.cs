using System.Globalization;
using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Benchmarks.Messaging;

/// <summary>
/// How many committed events a second the relay gets confirmed, and how long an event takes from its commit to its
/// effect; beside it, in the same run and on the same servers, MassTransit's own publish.
/// </summary>
internal static class MessagingBenchmark
{
    private const int Events = 60_000;
    private const int PerSecond = 500;
    private const double TargetRelayed = 10_000;
    private const double TargetP50 = 10;
    private const double TargetP99 = 60;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _measured = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync()
    {
        await using var servers = await MessagingServers.StartAsync();
        Console.WriteLine(
            $"PostgreSQL: {await servers.DurabilityAsync()}. RabbitMQ: quorum queues, publisher confirms.");

        // First the peer: our consumers put the rules of the wire on serialiser options that both would share.
        await using (var peer = await MassTransitPeer.StartAsync(servers.Broker))
        {
            await peer.PublishAsync(2_000, atOnce: 100);
            Console.WriteLine(
                $"MassTransit publish, in order:      {await peer.PublishAsync(5_000, atOnce: 1),8:F0} events/s");
            var atOnce = await peer.PublishAsync(Events, atOnce: 100);
            Console.WriteLine($"MassTransit publish, 100 at once:   {atOnce,8:F0} events/s, no order or outbox");
        }

        var peerLatency = await PeerLatencyAsync(servers);
        var latencies = await LatencyAsync(servers);
        Console.WriteLine($"commit to effect at {PerSecond} events/s:    {latencies.Describe()}");
        Console.WriteLine(
            $"the same, MassTransit after commit: {peerLatency} (an event is lost if the process dies in between)");

        await RelayAsync(servers, events: 5_000, subjects: 500);
        var many = await RelayAsync(servers, Events, subjects: 5_000);
        Console.WriteLine($"relay, 5,000 subjects:              {many,8:F0} events/s confirmed");
        var few = await RelayAsync(servers, Events, subjects: 200);
        Console.WriteLine($"relay,   200 subjects:              {few,8:F0} events/s confirmed");
        var (p50, p99) = (latencies.Percentile(50), latencies.Percentile(99));
        bool[] met =
        [
            Judge($"relay over 5,000 subjects {many:F0} events/s, at least {TargetRelayed:F0}", many >= TargetRelayed),
            Judge($"p50 {p50:F1} ms, at most {TargetP50:F0}", p50 <= TargetP50),
            Judge($"p99 {p99:F1} ms, at most {TargetP99:F0}", p99 <= TargetP99),
            Judge($"{latencies.Missing} events without effect, at most 0", latencies.Missing == 0),
        ];
        return Array.TrueForAll(met, one => one) ? 0 : 1;
    }

    private static bool Judge(FormattableString figure, bool met)
    {
        Console.WriteLine($"{figure.ToString(CultureInfo.InvariantCulture)}: {(met ? "met" : "MISSED")}");
        return met;
    }

    /// <summary>Fills the outbox, then lets the relay empty it.</summary>
    private static async Task<double> RelayAsync(MessagingServers servers, int events, int subjects)
    {
        await using var database = NpgsqlDataSource.Create(servers.Database);
        var transactions = new Transactions(database, "telephony");
        for (var said = 0; said < events;)
        {
            await using var work = await transactions.BeginAsync(CancellationToken.None);
            for (var i = 0; i < 500 && said < events; i++)
            {
                work.Publish(Speech.Ended(Speech.Call(said++ % subjects)));
            }

            await work.CommitAsync(CancellationToken.None);
        }

        await using (var connection = await database.OpenConnectionAsync())
        {
            await connection.ExecuteAsync("analyze msg.outbox; analyze msg.event_log");
        }

        await servers.EmptyQueuesAsync();
        using var host = Build(servers, _ => { }, new Latencies());
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        await host.StartAsync();
        while (await LeftAsync(database))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), clock);
        }

        var took = clock.GetElapsedTime(began);
        await host.StopAsync();
        return events / took.TotalSeconds;
    }

    private static async Task<Latencies> LatencyAsync(MessagingServers servers)
    {
        var latencies = new Latencies();
        using var host = Build(servers, hears => hears.On<CallEnded, EndedConsumer>(), latencies);
        await host.StartAsync();
        var transactions = host.Services.GetRequiredService<Transactions>();
        async Task SayAsync(Guid call)
        {
            await using (var work = await transactions.BeginAsync(CancellationToken.None))
            {
                work.Publish(Speech.Ended(call));
                await work.CommitAsync(CancellationToken.None);
            }

            latencies.Committed(call);
        }

        await PaceAsync(SayAsync, latencies);
        await host.StopAsync();
        return latencies;
    }

    private static async Task<string> PeerLatencyAsync(MessagingServers servers)
    {
        var latencies = new Latencies();
        await using var database = NpgsqlDataSource.Create(servers.Database);
        await using var peer = await MassTransitPeer.StartAsync(servers.Broker, database, latencies);
        await PaceAsync(
            async call =>
            {
                await using (var connection = await database.OpenConnectionAsync())
                {
                    await connection.ExecuteAsync(
                        "insert into effect (event_id, call_id) values (@call, @call)", new { call });
                }

                latencies.Committed(call);
                await peer.PublishAsync(call);
            },
            latencies);
        return latencies.Describe();
    }

    /// <summary>
    /// An open loop: what is late does not slow down what follows. Measured is a process that has run for a while: the
    /// same load compiles it first, and what that made late is caught up.
    /// </summary>
    private static async Task PaceAsync(Func<Guid, Task> say, Latencies latencies)
    {
        await CatchUpAsync(latencies, await BurstAsync(say, _warmUp));
        latencies.Clear();
        await CatchUpAsync(latencies, await BurstAsync(say, _measured));
    }

    private static async Task CatchUpAsync(Latencies latencies, int said)
    {
        var clock = TimeProvider.System;
        var ended = clock.GetTimestamp();
        while (latencies.Effects < said && clock.GetElapsedTime(ended) < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        }
    }

    private static async Task<int> BurstAsync(Func<Guid, Task> say, TimeSpan length)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        var saying = new List<Task>();
        while (clock.GetElapsedTime(began) is var elapsed && elapsed < length)
        {
            while (saying.Count < elapsed.TotalSeconds * PerSecond)
            {
                saying.Add(say(Guid.CreateVersion7()));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), clock);
        }

        await Task.WhenAll(saying);
        return saying.Count;
    }

    private static async Task<bool> LeftAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<bool>("select exists (select 1 from msg.outbox)");
    }

    private static IHost Build(MessagingServers servers, Action<Subscriptions> hears, Latencies latencies)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddFilter(level => level >= LogLevel.Warning).AddSimpleConsole();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(servers.Database));
        builder.Services.AddSingleton(latencies);
        builder.Services.Configure<BrokerOptions>(o => o.Uri = servers.Broker);
        builder.Services.AddOptions<MessagingOptions>();
        builder.Services.AddMessaging(new ServiceIdentity("telephony", "bench"), hears);
        return builder.Build();
    }
}
