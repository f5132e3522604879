using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Messaging.Redriving;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

/// <summary>Third and fourth promise: in the order of commit per subject, and every effect exactly once.</summary>
public class HearingTests(Servers servers)
{
    [Fact]
    public async Task Two_replicas_hear_each_subject_in_the_order_of_commit()
    {
        await using var station = await Station.OpenAsync(servers);
        await station.StartAsync(h => h.On<SurveyAnswered, EffectConsumer>());
        var other = await station.StartAsync(h => h.On<SurveyAnswered, EffectConsumer>());
        var transactions = other.Services.GetRequiredService<Transactions>();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var call = Guid.CreateVersion7();
            for (var n = 1; n <= 25; n++)
            {
                await station.SayAsync(call, n, n % 2 == 0 ? transactions : null);
            }
        }));

        await station.UntilAsync("select count(*) from effect", 1000);
        (await Tally.OfAsync(station.Data)).IsClean();
    }

    [Fact]
    public async Task A_copy_has_no_second_effect()
    {
        await using var station = await Station.OpenAsync(servers);
        await station.StartAsync(h => h.On<SurveyAnswered, EffectConsumer>());
        var call = Guid.CreateVersion7();
        for (var n = 1; n <= 20; n++)
        {
            await station.SayAsync(call, n);
        }

        await station.UntilAsync("select count(*) from effect", 20);
        await using var connection = await station.Data.OpenConnectionAsync(Station.Cancellation);
        var again = await RedriveStore.FromLogAsync(
            connection, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5), subject: null, Station.Cancellation);
        await station.UntilAsync("select count(*) from msg.outbox", 0);
        await station.SayAsync(call, 21);
        await station.UntilAsync("select count(*) from effect where n = 21", 1);

        Assert.Equal(20, again);
        (await Tally.OfAsync(station.Data)).IsClean();
    }

    [Fact]
    public async Task A_copy_that_fails_because_its_effect_is_there_already_is_no_fault()
    {
        await using var station = await Station.OpenAsync(servers);
        await station.StartAsync(h => h.On<SurveyAnswered, StrictConsumer>());
        var call = Guid.CreateVersion7();
        await station.SayAsync(call, 1);
        await station.UntilAsync("select count(*) from effect", 1);
        await using var connection = await station.Data.OpenConnectionAsync(Station.Cancellation);
        await RedriveStore.FromLogAsync(
            connection, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5), subject: null, Station.Cancellation);
        await station.UntilAsync("select count(*) from msg.outbox", 0);
        await station.SayAsync(call, 2);
        await station.UntilAsync("select count(*) from effect", 2);

        // The copy has been heard by now. What is bad on purpose is the first that lies in the error queue.
        await Ear.PublishAsync(station.Broker, "call.survey-answered", "no json", SetAsideTests.Headers());
        await using var ear = await Ear.AtQueueAsync(station.Broker, "telephony_error");
        Assert.Equal("no json", (await ear.FirstAsync()).Body);
        (await Tally.OfAsync(station.Data)).IsClean();
    }

    [Fact]
    public async Task A_transient_fault_keeps_the_message_and_the_order()
    {
        await using var station = await Station.OpenAsync(servers);
        var faults = new Faults { Left = 4 };
        await station.StartAsync(
            h => h.On<SurveyAnswered, FaultyConsumer>(), services => services.AddSingleton(faults));
        var call = Guid.CreateVersion7();
        for (var n = 1; n <= 10; n++)
        {
            await station.SayAsync(call, n);
        }

        await station.UntilAsync("select count(*) from effect", 10);
        Assert.Equal(0, faults.Left);
        (await Tally.OfAsync(station.Data)).IsClean();
    }

    [Fact]
    public async Task A_consumer_says_its_events_with_its_effect_and_cannot_commit_by_itself()
    {
        await using var station = await Station.OpenAsync(servers);
        await using var ear = await Ear.AtEventsAsync(station.Broker, "call.agent-released");
        var refused = new TaskCompletionSource<bool>();
        await station.StartAsync(
            h => h.On<SurveyAnswered, SpeakingConsumer>(), services => services.AddSingleton(refused));
        var call = Guid.CreateVersion7();

        await station.SayAsync(call, 1);

        var heard = await ear.FirstAsync();
        Assert.Contains(call.ToString(), heard.Body, StringComparison.Ordinal);
        Assert.True(await refused.Task);
    }

    [Fact]
    public async Task Numbers_lists_and_maps_reach_the_consumer_as_they_were_said()
    {
        await using var station = await Station.OpenAsync(servers);
        var heard = new TaskCompletionSource<CallQueued>();
        var evaluated = new TaskCompletionSource<Contracts.Quality.CallEvaluated>();
        await station.StartAsync(
            h => h.On<CallQueued, ForwardingConsumer<CallQueued>>()
                .On<Contracts.Quality.CallEvaluated, ForwardingConsumer<Contracts.Quality.CallEvaluated>>(),
            services => services.AddSingleton(heard).AddSingleton(evaluated));
        var queued = """
            {"callId":"0190a8d0-0000-7000-8000-000000000001","queueId":"0190a8d0-0000-7000-8000-000000000002",
             "queuedAt":"2026-03-04T05:06:07.786Z","numberId":"0190a8d0-0000-7000-8000-000000000003","language":"zh",
             "skills":["a","b"],"priority":2,"attributes":{"account-type":"business"},"unknown":[1]}
            """;
        var score = """
            {"callId":"0190a8d0-0000-7000-8000-000000000001","evaluationId":"0190a8d0-0000-7000-8000-000000000002",
             "recordingId":"0190a8d0-0000-7000-8000-000000000003","form":"basic","formVersion":2,"score":87.5,
               "agentTalkShare":0.42,
             "silenceMs":1,"longestSilenceMs":2,"overlapMs":3,"agentInterruptions":4,"callerInterruptions":5,
             "evaluatedAt":"2026-03-04T05:06:07.890Z"}
            """;
        await Ear
            .PublishAsync(station.Broker, "call.survey-answered", queued, SetAsideTests.Headers(typeof(CallQueued)));
        await Ear.PublishAsync(
            station.Broker, "call.survey-answered", score, SetAsideTests
                .Headers(typeof(Contracts.Quality.CallEvaluated)));

        var call = await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), Station.Cancellation);
        Assert.Equal(["a", "b"], call.Skills);
        Assert.Equal("business", call.Attributes["account-type"]);
        Assert.Equal(TimeSpan.Zero, call.QueuedAt.Offset);
        var evaluation = await evaluated.Task.WaitAsync(TimeSpan.FromSeconds(20), Station.Cancellation);
        Assert.Equal((87.5m, 0.42m), (evaluation.Score, evaluation.AgentTalkShare));
    }

    internal sealed class ForwardingConsumer<T>(TaskCompletionSource<T> heard) : IEventConsumer<T>
        where T : class
    {
        public Task ConsumeAsync(T message, EventContext context, CancellationToken cancellation)
        {
            heard.TrySetResult(message);
            return Task.CompletedTask;
        }
    }

    internal sealed class StrictConsumer : IEventConsumer<SurveyAnswered>
    {
        public async Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation)
        {
            var known = await context.Work.Transaction.Connection!.ExecuteScalarAsync<bool>(
                "select exists (select from effect where event_id = @EventId)", new { context.EventId });
            if (known)
            {
                throw new InvalidOperationException("this survey is known");
            }

            await new EffectConsumer().ConsumeAsync(message, context, cancellation);
        }
    }

    internal sealed class Faults
    {
        public int Left { get; set; }
    }

    internal sealed class FaultyConsumer(Faults faults) : IEventConsumer<SurveyAnswered>
    {
        public async Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation)
        {
            await new EffectConsumer().ConsumeAsync(message, context, cancellation);
            if (message.Score == 3 && faults.Left > 0)
            {
                faults.Left--;
                throw new TimeoutException("the other side is slow today");
            }
        }
    }

    internal sealed class SpeakingConsumer(TaskCompletionSource<bool> refused) : IEventConsumer<SurveyAnswered>
    {
        public async Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation)
        {
            context.Work.Publish(new AgentReleased
            {
                CallId = message.CallId,
                AssignmentId = message.CallId,
                AgentId = message.CallId,
                ReleasedBy = "agent",
                TalkMs = 1,
                ReleasedAt = message.AnsweredAt,
            });
            var refusal = await Record.ExceptionAsync(() => context.Work.CommitAsync(cancellation));
            refused.TrySetResult(refusal is InvalidOperationException);
        }
    }
}
