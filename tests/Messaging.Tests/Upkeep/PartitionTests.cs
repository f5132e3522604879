using CallCenter.Fixtures;
using CallCenter.Messaging.Upkeep;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace CallCenter.Messaging.Tests.Upkeep;

public class PartitionTests(Servers servers)
{
    [Fact]
    public async Task Days_are_created_a_week_ahead_and_dropped_after_30_and_45_days()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

        await station.AsOwnerAsync($"select created from msg.keep_partitions_at('{today.AddDays(-40):yyyy-MM-dd}')");
        await station.AsOwnerAsync($"select created from msg.keep_partitions_at('{today:yyyy-MM-dd}')");

        Assert.Equal([today.AddDays(-1), today.AddDays(7)], await EdgesAsync(station, "event_log"));
        Assert.Equal([today.AddDays(-41), today.AddDays(7)], await EdgesAsync(station, "inbox"));
    }

    [Fact]
    public async Task After_a_gap_what_lies_in_the_default_moves_to_its_day_and_upkeep_goes_on()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await station.AsOwnerAsync($"select created from msg.keep_partitions_at('{today.AddDays(-50):yyyy-MM-dd}')");
        await DropAsync(station, from: today.AddDays(-3));
        await station.SayAsync(Guid.CreateVersion7(), 1);
        await station.AsOwnerAsync($"""
            insert into msg.inbox (message_id, consumer) values
              ('{Guid.CreateVersion7()}', 'x'), ('f47ac10b-58cc-4372-a567-0e02b2c3d479', 'x'),
              ('{Guid.CreateVersion7(TimeProvider.System.GetUtcNow().AddDays(-3))}', 'x')
            """);
        Assert.Equal(1, await station.ScalarAsync<long>("select count(*) from msg.event_log_default"));

        await using var connection = await station.Data.OpenConnectionAsync(Station.Cancellation);
        await UpkeepStore.KeepPartitionsAsync(connection, Station.Cancellation);

        Assert.Equal(0, await station.ScalarAsync<long>("select count(*) from msg.event_log_default"));
        Assert.Equal(1, await station.ScalarAsync<long>("select count(*) from msg.inbox_default"));
        Assert.Equal(
            1, await station.ScalarAsync<long>($"select count(*) from msg.inbox_{today.AddDays(-3):yyyyMMdd}"));
        Assert.Equal(1, await station.ScalarAsync<long>(
            "select count(*) from msg.outbox o join msg.event_log e using (day, id) join msg.subject s "
                + "on s.subject = e.subject where e.subject_seq = s.seq"));
        Assert.Equal([today.AddDays(-1), today.AddDays(7)], await EdgesAsync(station, "event_log"));
        Assert.Equal([today.AddDays(-45), today.AddDays(7)], await EdgesAsync(station, "inbox"));
        await station.SayAsync(Guid.CreateVersion7(), 1);
        Assert.Equal(2, await station.ScalarAsync<long>($"select count(*) from msg.event_log_{today:yyyyMMdd}"));
    }

    [Fact]
    public async Task A_replica_has_its_days_before_it_relays_or_hears()
    {
        await using var station = await Station.OpenAsync(servers);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await DropAsync(station, from: today.AddDays(-3));
        var before = "";
        await station.StartAsync(more: services => services.Insert(
            services.IndexOf(services.First(s => s.ImplementationType?.Name == "RelayWorker")),
            ServiceDescriptor.Singleton<IHostedService>(_ => new Between(async () =>
                before = await station.ScalarAsync<string>(
                    $"select coalesce(to_regclass('msg.inbox_{today:yyyyMMdd}')::text, '')")))));

        Assert.Equal($"msg.inbox_{today:yyyyMMdd}", before);
    }

    [Fact]
    public async Task A_day_with_a_parked_event_stays_until_somebody_has_decided()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        await station.SayAsync(Guid.CreateVersion7(), 1);
        await station.AsOwnerAsync("""
            insert into msg.outbox_parked (id, day, subject, attempts, last_error)
              select id, day, subject, 3, 'refused' from msg.outbox;
            delete from msg.outbox;
            select dropped from msg.keep_partitions_at(current_date + 60)
            """);
        Assert.Equal(1, await station.ScalarAsync<long>("select count(*) from msg.event_log"));

        await station.AsOwnerAsync(
            "delete from msg.outbox_parked; select dropped from msg.keep_partitions_at(current_date + 60)");
        Assert.Equal(0, await station.ScalarAsync<long>("select count(*) from msg.event_log"));
    }

    [Fact]
    public async Task The_inbox_lies_in_the_day_of_the_event_and_ids_of_others_in_the_default()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        await station.AsOwnerAsync($"""
            insert into msg.inbox (message_id, consumer) values
              ('{Guid.CreateVersion7()}', 'x'), ('f47ac10b-58cc-4372-a567-0e02b2c3d479', 'x')
            """);

        Assert.Equal(1, await station.ScalarAsync<long>("select count(*) from msg.inbox_default"));
        Assert.Equal(2, await station.ScalarAsync<long>("select count(*) from msg.inbox"));
        await using var connection = await station.Data.OpenConnectionAsync(Station.Cancellation);
        var backlog = await UpkeepStore.MeasureAsync(connection, TimeProvider.System.GetUtcNow(), Station.Cancellation);
        Assert.Equal(1, backlog.Unpartitioned);
    }

    [Fact]
    public async Task The_service_keeps_partitions_without_any_right_to_create_or_drop()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        await using var connection = await station.Data.OpenConnectionAsync(Station.Cancellation);

        Assert.Equal((0, 0), await UpkeepStore.KeepPartitionsAsync(connection, Station.Cancellation));
        foreach (var forbidden in new[]
        {
            "create table msg.mine (id int)", "drop table msg.inbox",
                "select created from msg.keep_partitions_at(current_date)",
        })
        {
            await using var command = new NpgsqlCommand(forbidden, connection);
            var refusal =
                await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Station.Cancellation));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }

    [Fact]
    public async Task What_waits_is_counted_with_its_age()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        await station.SayAsync(Guid.CreateVersion7(), 1);
        await station.SayAsync(Guid.CreateVersion7(), 1);
        await using var connection = await station.Data.OpenConnectionAsync(Station.Cancellation);

        var backlog = await UpkeepStore.MeasureAsync(
            connection, TimeProvider.System.GetUtcNow().AddMinutes(1), Station.Cancellation);

        Assert.Equal((2L, 0L), (backlog.Pending, backlog.Parked));
        Assert.InRange(backlog.OldestSeconds, 59, 90);
    }

    /// <summary>As if upkeep had not run since: nobody made these days.</summary>
    private static Task DropAsync(Station station, DateOnly from) => station.AsOwnerAsync($"""
        do $$ declare name text; begin
          for name in select relname from pg_class where relnamespace = 'msg'::regnamespace and relkind = 'r'
            and relname ~ '_[0-9]+$' and right(relname, 8) >= '{from:yyyyMMdd}'
          loop execute format('drop table msg.%I', name); end loop;
        end $$
        """);

    /// <summary>Looks at what is there between the start of one worker and of the next.</summary>
    private sealed class Between(Func<Task> look) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => look();

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static async Task<DateOnly[]> EdgesAsync(Station station, string table)
    {
        var edges = await station.ScalarAsync<string>($"""
            select min(right(relname, 8)) || ' ' || max(right(relname, 8))
            from pg_class where relnamespace = 'msg'::regnamespace and relkind = 'r' and relname ~ '^{table}_[0-9]+$'
            """);
        return [.. edges.Split(' ').Select(d => DateOnly.ParseExact(d, "yyyyMMdd"))];
    }
}
