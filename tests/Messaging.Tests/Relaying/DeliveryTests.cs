using System.Diagnostics;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Messaging.Relaying;
using CallCenter.Messaging.Wire;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Messaging.Tests.Relaying;

/// <summary>Second promise: an event reaches every bound queue at least once, with the same id.</summary>
public class DeliveryTests(Servers servers)
{
    [Fact]
    public async Task Every_bound_queue_gets_the_event_with_the_same_id_as_a_CloudEvent()
    {
        await using var station = await Station.OpenAsync(servers);
        await using var one = await Ear.AtEventsAsync(station.Broker);
        await using var other = await Ear.AtEventsAsync(station.Broker, "call.survey-answered");
        await station.StartAsync();
        var call = Guid.CreateVersion7();

        await station.SayAsync(call, 5);

        var heard = await one.FirstAsync();
        var again = await other.FirstAsync();
        Assert.Equal(heard.MessageId, again.MessageId);
        Assert.Equal("call.survey-answered", heard.RoutingKey);
        Assert.Equal(heard.MessageId, heard.Headers[WireNames.IdHeader]);
        Assert.Equal("1.0", heard.Headers[WireNames.SpecVersionHeader]);
        Assert.Equal("/callcenter/local/telephony", heard.Headers[WireNames.SourceHeader]);
        Assert.Equal("callcenter.call.survey-answered.v1", heard.Headers[WireNames.TypeHeader]);
        Assert.Equal($"call/{call}", heard.Headers[WireNames.SubjectHeader]);
        Assert.Equal($"call/{call}", heard.Headers[WireNames.PartitionKeyHeader]);
        Assert.Equal("1", heard.Headers[WireNames.SubjectSeqHeader]);
        Assert.EndsWith("Z", heard.Headers[WireNames.TimeHeader], StringComparison.Ordinal);
        Assert.Equal(
            "urn:message:CallCenter.Contracts.Telephony:SurveyAnswered", heard.Headers[WireNames.MessageTypeHeader]);
    }

    [Fact]
    public async Task Events_said_while_the_exchange_is_missing_wait_for_it_and_are_not_parked()
    {
        await using var station = await Station.OpenAsync(servers, topology: false);
        var logged = new LoggedEvents();
        await station.StartAsync(logged: logged);
        await station.SayAsync(Guid.CreateVersion7(), 1);
        // As often as would park an event that the broker refuses.
        await Wait.UntilAsync(() => Task.FromResult(
            logged.Count("messaging.relay.failed") >= RelayRules.RefusalsBeforeParking));
        Assert.Equal(1, await station.ScalarAsync<long>("select count(*) from msg.outbox where attempts = 0"));

        await station.DeclareAsync();

        await station.UntilAsync("select count(*) from msg.outbox", 0);
        Assert.Equal(0, await station.ScalarAsync<long>("select count(*) from msg.outbox_parked"));
    }

    [Fact]
    public async Task One_trace_leads_from_the_transaction_to_the_effect()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name is "CallCenter.Messaging" or "test.trace",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var station = await Station.OpenAsync(servers);
        var heard = new TraceSink();
        await station.StartAsync(
            h => h.On<SurveyAnswered, TraceConsumer>(), services => services.AddSingleton(heard));
        await using var ear = await Ear.AtEventsAsync(station.Broker);
        using var source = new ActivitySource("test.trace");
        using var cause = source.StartActivity("cause")!;

        await station.SayAsync(Guid.CreateVersion7(), 1);

        Assert.Equal(cause.TraceId, await heard.Trace.Task.WaitAsync(TimeSpan.FromSeconds(20), Station.Cancellation));
        var sound = await ear.FirstAsync();
        Assert.Contains(cause.TraceId.ToString(), sound.Headers[WireNames.TraceParentHeader], StringComparison.Ordinal);
        Assert.Equal(sound.Headers[WireNames.TraceParentHeader], sound.Headers[WireNames.ActivityIdHeader]);
    }

    internal sealed class TraceSink
    {
        public TaskCompletionSource<ActivityTraceId> Trace { get; } = new();
    }

    internal sealed class TraceConsumer(TraceSink sink) : IEventConsumer<SurveyAnswered>
    {
        public Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation)
        {
            sink.Trace.TrySetResult(Activity.Current!.TraceId);
            return Task.CompletedTask;
        }
    }
}
