using System.ComponentModel.DataAnnotations;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Messaging.Topology;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CallCenter.Messaging.Tests.Topology;

/// <summary>What <c>migrate</c> does and says about the broker and the partitions.</summary>
public class MigratingTests(Servers servers)
{
    [Fact]
    public async Task Migrate_without_a_broker_fails_with_one_sentence()
    {
        var logged = new LoggedEvents();

        Assert.Equal(1, await MigrateAsync(
            await servers.DatabaseAsync("telephony"), "amqp://telephony:secret@127.0.0.1:1/centre", logged));

        var failure = Assert.Single(logged.All, e => e.Level == LogLevel.Critical);
        Assert.Contains(
            "the broker at 127.0.0.1:1/centre cannot be reached: ", failure.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Sentence);
        Assert.Null(failure.Exception);
    }

    [Fact]
    public async Task Migrate_with_a_wrong_password_says_that_the_broker_refused_it()
    {
        var logged = new LoggedEvents();
        var broker = new UriBuilder(await servers.VirtualHostAsync()) { Password = "wrong" }.Uri.AbsoluteUri;

        Assert.Equal(1, await MigrateAsync(await servers.DatabaseAsync("telephony"), broker, logged));

        var failure = Assert.Single(logged.All, e => e.Level == LogLevel.Critical);
        Assert.Contains("ACCESS_REFUSED", failure.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Sentence);
    }

    [Fact]
    public async Task Every_migrate_makes_the_partitions_of_the_coming_days()
    {
        await using var station = await Station.OpenAsync(servers);
        var day = TimeProvider.System.GetUtcNow().AddDays(5).ToString("yyyyMMdd");
        await station.AsOwnerAsync($"drop table msg.event_log_{day}");

        Assert.Equal(0, await MigrateAsync(station.Database, station.Broker.AbsoluteUri, new LoggedEvents()));

        Assert.Equal(1, await station.ScalarAsync<long>(
            $"select count(*) from pg_class where relname = 'event_log_{day}'"));
    }

    [Theory]
    [InlineData("rabbit")]
    [InlineData("/vhost")]
    [InlineData("localhost:5672")]
    [InlineData("http://telephony:secret@localhost:15672/")]
    [InlineData("amqp://localhost/")]
    [InlineData("amqp:///vhost")]
    public void What_is_no_address_of_a_broker_is_refused_by_its_key(string address)
    {
        var options = new BrokerOptions { Uri = new Uri(address, UriKind.RelativeOrAbsolute) };

        var refusal = Assert.Single(options.Validate(new ValidationContext(options)));

        Assert.Equal(["Uri"], refusal.MemberNames);
        Assert.Contains("amqp://user:password@host", refusal.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp://a:b@broker", "broker:5672", "/", false)]
    [InlineData("amqps://a:b@broker/", "broker:5671", "/", true)]
    [InlineData("amqps://a:b@broker:5675/one%2Ftwo", "broker:5675/one/two", "one/two", true)]
    public void An_address_of_a_broker_has_the_port_of_its_kind(string address, string shown, string host, bool tls)
    {
        var options = new BrokerOptions { Uri = new Uri(address) };
        var broker = BrokerAddress.Of(options.Uri);

        Assert.Empty(options.Validate(new ValidationContext(options)));
        Assert.Equal((shown, host, tls), (broker.ToString(), broker.VirtualHost, broker.Tls));
    }

    private static async Task<int> MigrateAsync(TestDatabase database, string broker, LoggedEvents logged)
    {
        var service = ServiceBuilder.Create("telephony",
        [
            "migrate", $"--Database:ConnectionString={database.ConnectionString}",
            $"--Database:MigrationConnectionString={database.MigrationConnectionString}", $"--Broker:Uri={broker}",
        ]);
        service.AddMessaging(_ => { });
        service.Services.AddSingleton<ILoggerProvider>(logged);
        return await service.RunAsync(_ => { }, Station.Cancellation);
    }
}
