using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Messaging.Redriving;
using CallCenter.Messaging.Wire;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

/// <summary>Fifth promise: nothing is dropped silently.</summary>
public class SetAsideTests(Servers servers)
{
    [Fact]
    public async Task An_event_that_the_broker_refuses_is_parked_and_the_rest_goes_on()
    {
        await using var station = await Station.OpenAsync(servers);
        var (bad, good) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        for (var n = 1; n <= 3; n++)
        {
            await station.SayAsync(bad, n);
            await station.SayAsync(good, n);
        }

        await station.AsOwnerAsync($$"""
            update msg.event_log set body = convert_to(repeat('x', 20000000), 'UTF8')
            where subject = 'call/{{bad}}' and subject_seq = 2
            """);
        await station.StartAsync(h => h.On<SurveyAnswered, EffectConsumer>());

        await station.UntilAsync("select count(*) from effect", 5);
        await station.UntilAsync("select count(*) from msg.outbox_parked", 1);
        Assert.Equal(0, await station.ScalarAsync<long>("select count(*) from msg.outbox"));
        Assert.Equal(3, await station.ScalarAsync<int>("select attempts from msg.outbox_parked"));
        Assert.Contains("refused by the broker",
            await station.ScalarAsync<string>("select last_error from msg.outbox_parked"), StringComparison.Ordinal);

        await station.AsOwnerAsync($$"""
            update msg.event_log g set body = (select convert_from(o.body, 'UTF8')::jsonb || '{"score": 2}'
              from msg.event_log o
              where o.subject = g.subject and o.subject_seq = 1)::text::bytea
            where g.subject = 'call/{{bad}}' and g.subject_seq = 2
            """);
        await using (var connection = await station.Data.OpenConnectionAsync(Station.Cancellation))
        {
            var now = TimeProvider.System.GetUtcNow();
            Assert.Equal(0, await RedriveStore.ParkedAsync(connection, now, Station.Cancellation));
            Assert.Equal(1, await RedriveStore.CountParkedAsync(connection, Station.Cancellation));
            var order = RedriveOrder.Parse(["--parked"], now);
            Assert.InRange(now - order.From!.Value, TimeSpan.FromDays(40), TimeSpan.FromDays(45));
            Assert.Equal(1, await RedriveStore.ParkedAsync(connection, order.From.Value, Station.Cancellation));
        }

        await station.UntilAsync("select count(*) from effect", 6);
    }

    [Theory]
    [InlineData("not json at all", "JsonException")]
    [InlineData("{\"callId\":\"0190a8d0-0000-7000-8000-000000000000\"}", "JSON deserialization")]
    public async Task A_malformed_body_goes_to_the_error_queue_with_its_reason_and_the_rest_goes_on(string body,
        string reason)
    {
        await using var station = await Station.OpenAsync(servers);
        await station.StartAsync(h => h.On<SurveyAnswered, EffectConsumer>());
        await Ear.PublishAsync(station.Broker, "call.survey-answered", body, Headers());

        await station.SayAsync(Guid.CreateVersion7(), 1);

        await station.UntilAsync("select count(*) from effect", 1);
        await using var ear = await Ear.AtQueueAsync(station.Broker, "telephony_error");
        var aside = await ear.FirstAsync();
        Assert.Equal(body, aside.Body);
        Assert.Contains(reason, aside.Headers["fault_reason"], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(WireNames.IdHeader, "not-a-uuid", "cloudEvents_id is not a UUID")]
    [InlineData(WireNames.IdHeader, "018f0000-0000-7000-8000-000000000000", "older than the 45 days")]
    [InlineData(WireNames.SubjectHeader, "", "cloudEvents_subject is missing")]
    [InlineData(WireNames.SubjectSeqHeader, "-1", "cloudEvents_subjectseq is not a positive integer")]
    [InlineData(WireNames.TimeHeader, "yesterday", "cloudEvents_time is not an RFC 3339 instant")]
    [InlineData(WireNames.TypeHeader, "callcenter.call.ended.v1",
        "cloudEvents_type is not callcenter.call.survey-answered.v1")]
    [InlineData(WireNames.MessageTypeHeader, null, "")]
    public async Task A_malformed_header_goes_to_the_error_queue_with_its_name(string header, string? value,
        string reason)
    {
        await using var station = await Station.OpenAsync(servers);
        await station.StartAsync(h => h.On<SurveyAnswered, EffectConsumer>().On<CallEnded, EndedConsumer>());
        var headers = Headers();
        headers[header] = value;
        if (value is null)
        {
            headers.Remove(header);
            headers.Remove(WireNames.TypeHeader);
        }

        await Ear.PublishAsync(station.Broker, "call.survey-answered",
            System.Text.Encoding.UTF8.GetString(WireJson.Write(Station.Answer(Guid.CreateVersion7(), 1))), headers);

        await using var ear = await Ear.AtQueueAsync(station.Broker, "telephony_error");
        var aside = await ear.FirstAsync();
        Assert.Contains(reason, aside.Headers["fault_reason"], StringComparison.Ordinal);
        Assert.Equal(0, await station.ScalarAsync<long>("select count(*) from effect"));
        Assert.Equal(0, await station.ScalarAsync<long>("select count(*) from msg.inbox"));
    }

    [Fact]
    public async Task A_message_of_an_unknown_type_goes_to_the_queue_of_skipped_ones()
    {
        await using var station = await Station.OpenAsync(servers);
        await station.StartAsync(h => h.On<SurveyAnswered, EffectConsumer>());
        var headers = Headers();
        headers[WireNames.MessageTypeHeader] = "urn:message:CallCenter.Contracts.Telephony:CallTeleported";
        await Ear.PublishAsync(station.Broker, "call.survey-answered", "{}", headers);

        await using var ear = await Ear.AtQueueAsync(station.Broker, "telephony_skipped");

        Assert.Contains("no consumer", (await ear.FirstAsync()).Headers["fault_reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_that_fails_for_good_loses_its_effect_but_not_the_message()
    {
        await using var station = await Station.OpenAsync(servers);
        await station.StartAsync(h => h.On<SurveyAnswered, FailingConsumer>());
        await station.SayAsync(Guid.CreateVersion7(), 13);
        await station.SayAsync(Guid.CreateVersion7(), 1);

        await station.UntilAsync("select count(*) from effect", 1);
        await using var ear = await Ear.AtQueueAsync(station.Broker, "telephony_error");
        var aside = await ear.FirstAsync();
        Assert.Equal("InvalidOperationException: thirteen", aside.Headers["fault_reason"]);
        Assert.Equal(0, await station.ScalarAsync<long>("select count(*) from effect where n = 13"));
    }

    [Fact]
    public async Task An_event_that_nobody_hears_lies_in_the_queue_of_unrouted_ones()
    {
        await using var station = await Station.OpenAsync(servers);
        var headers = Headers();
        await Ear.PublishAsync(station.Broker, "call.unheard-of", "{}", headers);

        await using var ear = await Ear.AtQueueAsync(station.Broker, WireNames.Unrouted);

        Assert.Equal("call.unheard-of", (await ear.FirstAsync()).RoutingKey);
    }

    internal static Dictionary<string, object?> Headers(Type? type = null)
    {
        var description = EventCatalogue.Of(type ?? typeof(SurveyAnswered));
        return new()
        {
            [WireNames.SpecVersionHeader] = "1.0",
            [WireNames.IdHeader] = Guid.CreateVersion7().ToString(),
            [WireNames.SourceHeader] = "/callcenter/local/telephony",
            [WireNames.TypeHeader] = description.Type,
            [WireNames.SubjectHeader] = "call/1",
            [WireNames.PartitionKeyHeader] = "call/1",
            [WireNames.SubjectSeqHeader] = "1",
            [WireNames.TimeHeader] = "2026-01-01T00:00:00Z",
            [WireNames.MessageTypeHeader] = description.Urn,
        };
    }

    internal sealed class EndedConsumer : IEventConsumer<CallEnded>
    {
        public Task ConsumeAsync(CallEnded message, EventContext context, CancellationToken cancellation) =>
            Task.CompletedTask;
    }

    internal sealed class FailingConsumer : IEventConsumer<SurveyAnswered>
    {
        public async Task ConsumeAsync(SurveyAnswered message, EventContext context, CancellationToken cancellation)
        {
            await new EffectConsumer().ConsumeAsync(message, context, cancellation);
            if (message.Score == 13)
            {
                throw new InvalidOperationException("thirteen");
            }
        }
    }
}
