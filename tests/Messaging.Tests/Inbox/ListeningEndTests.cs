using System.Reflection;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Messaging.Inbox;
using MassTransit;
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
    public async Task What_was_fetched_behind_a_message_that_was_given_back_goes_back_after_it_and_is_not_handled()
    {
        using var end = new ListeningEnd();
        end.Begin();
        using var first = new Fetched(Queue);
        using var second = new Fetched(Queue);
        using var third = new Fetched(Queue);
        await end.ThrowIfGivenBackAsync(first.Message);

        await end.GiveBackAsync(first.Message);
        var secondGoes = end.ThrowIfGivenBackAsync(second.Message);
        Assert.False(secondGoes.IsCompleted);
        first.Dispose();
        await Assert.ThrowsAsync<OperationCanceledException>(() => secondGoes);

        var thirdGoes = end.ThrowIfGivenBackAsync(third.Message);
        Assert.False(thirdGoes.IsCompleted);
        second.Dispose();
        await Assert.ThrowsAsync<OperationCanceledException>(() => thirdGoes);
    }

    [Fact]
    public async Task Another_queue_goes_on()
    {
        using var end = new ListeningEnd();
        end.Begin();
        using var first = new Fetched(Queue);
        using var other = new Fetched(new Uri("rabbitmq://localhost/telephony.p1"));

        await end.GiveBackAsync(first.Message);

        await end.ThrowIfGivenBackAsync(other.Message);
    }

    [Fact]
    public async Task Listening_that_begins_anew_handles_every_queue_and_ends_anew()
    {
        using var end = new ListeningEnd();
        end.Begin();
        using var message = new Fetched(Queue);
        await end.GiveBackAsync(message.Message);
        await end.EndAsync();
        Assert.True(end.Token.IsCancellationRequested);

        end.Begin();

        await end.ThrowIfGivenBackAsync(message.Message);
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

    /// <summary>A message as the bus fetched it; the bus disposes of it when it has told the broker.</summary>
    private sealed class Fetched : IDisposable
    {
        private readonly CancellationTokenSource _life = new();

        public Fetched(Uri queue)
        {
            Message = DispatchProxy.Create<ReceiveContext, Answers>();
            ((Answers)(object)Message).Of = name => name switch
            {
                "get_InputAddress" => queue,
                "get_CancellationToken" => _life.Token,
                "TryGetPayload" => false,
                _ => throw new NotSupportedException(name),
            };
        }

        public ReceiveContext Message { get; }

        public void Dispose() => _life.Dispose();
    }

    public class Answers : DispatchProxy
    {
        public Func<string, object> Of { get; set; } = _ => throw new NotSupportedException();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Of(targetMethod!.Name);
    }
}
