using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Messaging.Inbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

/// <summary>Listening ends in the middle of messages that wait.</summary>
public sealed class ListeningEndTests(Servers servers)
{
    private const int Said = 5;
    private static readonly Uri Queue = new("rabbitmq://localhost/telephony.p0");

    [Fact]
    public void What_was_fetched_behind_a_message_that_was_given_back_is_not_handled_either()
    {
        using var end = new ListeningEnd();
        end.Begin();
        end.ThrowIfGivenBack(Queue);

        end.GaveBack(Queue);

        Assert.Throws<OperationCanceledException>(() => end.ThrowIfGivenBack(Queue));
        end.ThrowIfGivenBack(new Uri("rabbitmq://localhost/telephony.p1"));
    }

    [Fact]
    public async Task Listening_that_begins_anew_handles_every_queue_and_ends_anew()
    {
        using var end = new ListeningEnd();
        end.Begin();
        end.GaveBack(Queue);
        await end.EndAsync();
        Assert.True(end.Token.IsCancellationRequested);

        end.Begin();

        end.ThrowIfGivenBack(Queue);
        Assert.False(end.Token.IsCancellationRequested);
        await end.EndAsync();
        Assert.True(end.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_replica_that_stops_while_a_message_waits_stops_at_once_and_the_next_hears_all_in_order()
    {
        await using var station = await Station.OpenAsync(servers);
        var call = Guid.CreateVersion7();
        for (var n = 1; n <= Said; n++)
        {
            await station.SayAsync(call, n);
        }

        var logged = new LoggedEvents();
        var waiting = await station.StartAsync(
            hears => hears.On<SurveyAnswered, FirstWaitsConsumer>(),
            services => services.AddSingleton<EffectConsumer>(), logged);
        await Wait.UntilAsync(() => Task.FromResult(logged.Count("messaging.message.waits") > 0));
        var began = TimeProvider.System.GetTimestamp();

        await waiting.StopAsync(Station.Cancellation);

        // Not the 30 s that a bus has for its last messages.
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Equal(0, await station.ScalarAsync<long>("select count(*) from effect"));
        Assert.Empty(logged.All.Where(e => e.Name == "messaging.message.errored").Select(e => e.Exception));
        await station.StartAsync(hears => hears.On<SurveyAnswered, EffectConsumer>());
        await station.UntilAsync("select count(*) from effect", Said);
        (await Tally.OfAsync(station.Data)).IsClean();
    }

    /// <summary>The first event meets a fault that would pass; those behind it would have their effect.</summary>
    internal sealed class FirstWaitsConsumer(EffectConsumer effect) : IEventConsumer<SurveyAnswered>
    {
        public Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation) =>
            message.Score == 1
                ? throw new TimeoutException("not yet")
                : effect.ConsumeAsync(message, context, cancellation);
    }
}
