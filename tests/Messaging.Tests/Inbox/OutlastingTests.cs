using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Messaging.Wire;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

/// <summary>Faults that last: of the database, of a consumer, of the delivery itself.</summary>
public class OutlastingTests(Servers servers)
{
    [Fact]
    public async Task A_database_that_is_away_for_longer_than_the_broker_waits_loses_no_event_and_no_order()
    {
        await using var station = await Station.OpenAsync(servers);
        var management = (await servers.RabbitAsync()).Management;
        var host = station.Broker.AbsolutePath[1..];
        await management.PutPolicyAsync(host, "impatient", @"^telephony\.p[0-7]$", 50,
            new Dictionary<string, object> { ["consumer-timeout"] = 10_000, ["delivery-limit"] = 50 },
            Station.Cancellation);
        await station.StartAsync();
        var calls = Enumerable.Range(0, 8).Select(_ => Guid.CreateVersion7()).ToList();
        for (var n = 1; n <= 20; n++)
        {
            foreach (var call in calls)
            {
                await station.SayAsync(call, n);
            }
        }

        await station.UntilAsync("select count(*) from msg.outbox", 0);
        var logged = new LoggedEvents();
        await AllowAsync(station, connections: 0);
        await station.StartAsync(h => h.On<SurveyAnswered, EffectConsumer>(), logged: logged);
        await TakenBackAsync(management, host);
        await AllowAsync(station, connections: -1);

        await station.UntilAsync("select least(160, count(*)) from effect", 160, seconds: 90);
        (await Tally.OfAsync(station.Data)).IsClean();
        Assert.NotEqual(0, logged.Count("messaging.message.waits"));
        Assert.Equal(0, logged.Count("messaging.message.errored"));
    }

    [Fact]
    public async Task A_queue_whose_consumer_fails_too_often_rests_and_is_then_taken_up_again()
    {
        const int Bad = 100;
        await using var station = await Station.OpenAsync(servers);
        var logged = new LoggedEvents();
        var call = Guid.CreateVersion7();
        for (var n = 1; n <= Bad; n++)
        {
            await station.SayAsync(call, n);
        }

        await station.StartAsync(h => h.On<SurveyAnswered, BrokenConsumer>(), logged: logged);

        var rest = await RestAsync(() => logged.Count("messaging.message.errored"), TimeSpan.FromSeconds(10));
        Assert.InRange(rest, 20, Bad - 1);
        await Until(() => logged.Count("messaging.message.errored") >= rest + 10, "the queue is taken up again");
    }

    [Fact]
    public async Task A_queue_that_delivers_nothing_is_told_and_its_consumers_are_made_anew()
    {
        await using var station = await Station.OpenAsync(servers);
        var logged = new LoggedEvents();
        var thief = await ThiefAsync(station);
        await station.StartAsync(h => h.On<SurveyAnswered, EffectConsumer>(),
            services => services.Configure<MessagingOptions>(o => o.StalledAfter = TimeSpan.FromSeconds(5)), logged);
        for (var n = 1; n <= 3; n++)
        {
            await station.SayAsync(new Guid($"00000000-0000-7000-8000-{n:d12}"), 1);
        }

        // The second time shows that the first made consumers that are watched as those before.
        await Until(() => logged.Count("messaging.queue.stalled") >= 2, "the queue is found stalled twice");
        Assert.Equal(0, await station.ScalarAsync<long>("select count(*) from effect"));
        await thief.DisposeAsync();

        await station.UntilAsync("select count(*) from effect", 3);
    }

    /// <summary>Somebody who takes each queue for himself and acknowledges nothing.</summary>
    private static async Task<IConnection> ThiefAsync(Station station)
    {
        var connection = await new ConnectionFactory { Uri = station.Broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.BasicQosAsync(0, prefetchCount: 1, global: false);
        for (var part = 0; part < WireNames.Parts; part++)
        {
            var queue = WireNames.Queue("telephony", part);
            await channel.BasicConsumeAsync(queue, autoAck: false, new AsyncEventingBasicConsumer(channel));
            await channel.BasicPublishAsync("", queue, ReadOnlyMemory<byte>.Empty);
            await channel.BasicPublishAsync("", queue, ReadOnlyMemory<byte>.Empty);
        }

        return connection;
    }

    /// <summary>The count once it has begun and then stood still for so long.</summary>
    private static async Task<int> RestAsync(Func<int> count, TimeSpan still)
    {
        var clock = TimeProvider.System;
        var (began, since, last) = (clock.GetTimestamp(), clock.GetTimestamp(), 0);
        while (last == 0 || clock.GetElapsedTime(since) < still)
        {
            Assert.True(clock.GetElapsedTime(began) < TimeSpan.FromSeconds(90), $"no rest, {last} until now");
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, Station.Cancellation);
            if (count() is var now && now != last)
            {
                (last, since) = (now, clock.GetTimestamp());
            }
        }

        return last;
    }

    private static async Task Until(Func<bool> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(90), $"not within 90 s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Station.Cancellation);
        }
    }

    /// <summary>Lets so many connections into the database (-1: any number) and ends those that there are.</summary>
    private async Task AllowAsync(Station station, int connections)
    {
        await using var administrator =
            new NpgsqlConnection((await servers.PostgresAsync()).Databases.AdministratorConnectionString);
        await administrator.OpenAsync(Station.Cancellation);
        await using var command = new NpgsqlCommand($"""
            alter database {station.Database.Name} connection limit {connections};
            select pg_terminate_backend(pid) from pg_stat_activity where datname = '{station.Database.Name}'
            """, administrator);
        await command.ExecuteNonQueryAsync(Station.Cancellation);
        station.Data.Clear();
    }

    /// <summary>Waits until the broker has taken messages back from their consumer.</summary>
    private static async Task TakenBackAsync(Local.Backing.RabbitManagement management, string host)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!(await management.GetAsync($"api/queues/{host}", Station.Cancellation)).EnumerateArray().Any(
            queue => queue.TryGetProperty("messages_ready_returned", out var count) && count.GetInt64() > 0))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(120),
                "the broker has not lost its patience");
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Station.Cancellation);
        }
    }

    internal sealed class BrokenConsumer : IEventConsumer<SurveyAnswered>
    {
        public Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation) =>
            throw new InvalidOperationException("broken");
    }
}
