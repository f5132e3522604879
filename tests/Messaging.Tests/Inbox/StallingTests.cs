using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Messaging.Wire;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

/// <summary>A fault of the delivery itself that lasts.</summary>
public class StallingTests(Servers servers)
{
    [Fact]
    public async Task A_queue_that_delivers_nothing_is_told_and_its_consumers_are_made_anew()
    {
        await using var station = await Station.OpenAsync(servers);
        var logged = new LoggedEvents();
        var thief = await ThiefAsync(station);
        await station.StartAsync(h => h.On<SurveyAnswered, EffectConsumer>(),
            services => services.Configure<MessagingOptions>(o => o.StalledAfter = TimeSpan.FromSeconds(2)), logged);
        for (var n = 1; n <= 3; n++)
        {
            await station.SayAsync(new Guid($"00000000-0000-7000-8000-{n:d12}"), 1);
        }

        // The second time shows that the first made consumers that are watched as those before.
        await Wait.UntilAsync(() => Task.FromResult(logged.Count("messaging.queue.stalled") >= 2));
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
}
