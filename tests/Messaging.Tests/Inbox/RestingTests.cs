using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Messaging.Inbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

/// <summary>A fault of a consumer that lasts.</summary>
public class RestingTests(Servers servers)
{
    [Fact]
    public async Task A_queue_whose_consumer_fails_too_often_rests_and_is_then_taken_up_again()
    {
        const int Bad = 100;
        await using var station = await Station.OpenAsync(servers);
        var logged = new LoggedEvents();
        var clock = new HeldClock();
        var call = Guid.CreateVersion7();
        for (var n = 1; n <= Bad; n++)
        {
            await station.SayAsync(call, n);
        }

        await station.StartAsync(
            h => h.On<SurveyAnswered, BrokenConsumer>(),
            services => services.AddSingleton(new QueueRests(clock, NullLogger<QueueRests>.Instance)),
            logged);

        var (rest, ends) = await clock.Begun.Task.WaitAsync(TimeSpan.FromSeconds(60), Station.Cancellation);
        Assert.Equal(TimeSpan.FromSeconds(30), rest);
        var errored = logged.Count("messaging.message.errored");
        Assert.InRange(errored, 20, Bad - 1);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Station.Cancellation);
        Assert.Equal(errored, logged.Count("messaging.message.errored"));

        ends();
        await Wait.UntilAsync(() => Task.FromResult(logged.Count("messaging.message.errored") >= errored + 10));
    }

    /// <summary>A wait by this clock ends when the test says so.</summary>
    private sealed class HeldClock : TimeProvider
    {
        public TaskCompletionSource<(TimeSpan Wait, Action Ends)> Begun { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Begun.TrySetResult((dueTime, () => callback(state)));
            return new Held();
        }
    }

    private sealed class Held : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    internal sealed class BrokenConsumer : IEventConsumer<SurveyAnswered>
    {
        public Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation) =>
            throw new InvalidOperationException("broken");
    }
}
