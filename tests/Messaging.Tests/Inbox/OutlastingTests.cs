using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using Npgsql;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

/// <summary>Faults that last, of the database.</summary>
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
        await management.DeleteAsync($"api/policies/{host}/impatient", Station.Cancellation);
        await AllowAsync(station, connections: -1);

        await station.UntilAsync("select least(160, count(*)) from effect", 160, seconds: 90);
        (await Tally.OfAsync(station.Data)).IsClean();
        Assert.NotEqual(0, logged.Count("messaging.message.waits"));
        Assert.Equal(0, logged.Count("messaging.message.errored"));
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
}
