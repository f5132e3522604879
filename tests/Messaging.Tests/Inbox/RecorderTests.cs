using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Messaging.Redriving;
using CallCenter.Messaging.Wire;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

/// <summary>What a service keeps of what it hears and says: each event once, and only with its transaction.</summary>
public class RecorderTests(Servers servers)
{
    [Fact]
    public async Task What_is_said_and_heard_is_recorded_once_with_its_transaction()
    {
        await using var station = await Station.OpenAsync(servers);
        await station.AsOwnerAsync(
            """
            create table recorded (id bigserial primary key, event_id uuid not null, type text not null);
            grant select, insert on recorded to telephony;
            grant usage on sequence recorded_id_seq to telephony;
            """);
        var replica = await station.StartAsync(
            h => h.On<SurveyAnswered, EffectConsumer>(),
            services => services.AddSingleton<IEventRecorder, Recorder>());
        var transactions = replica.Services.GetRequiredService<Transactions>();
        var call = Guid.CreateVersion7();

        await station.SayAsync(call, 1, transactions);
        await using (var undone = await transactions.BeginAsync(Station.Cancellation))
        {
            undone.Publish(Station.Answer(call, 2));
        }

        await station.UntilAsync("select count(*) from recorded", 2);
        await using var connection = await station.Data.OpenConnectionAsync(Station.Cancellation);
        await RedriveStore.FromLogAsync(
            connection, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5), subject: null, Station.Cancellation);
        await station.SayAsync(call, 3, transactions);
        await station.UntilAsync("select count(*) from effect where n = 3", 1);

        // Each said once and heard once, under the id that it has on the wire.
        Assert.Equal(4, await station.ScalarAsync<long>("select count(*) from recorded"));
        Assert.Equal(
            2, await station.ScalarAsync<long>(
                "select count(distinct event_id) from recorded join msg.event_log using (event_id)"));
    }

    private sealed class Recorder : IEventRecorder
    {
        public NpgsqlBatchCommand Record(UnitOfWork work, IReadOnlyList<RecordedEvent> events) =>
            new("insert into recorded (event_id, type) select id, type from unnest($1, $2) as e (id, type)")
            {
                Parameters =
                {
                    new() { Value = events.Select(one => one.EventId).ToArray() },
                    new() { Value = events.Select(one => EventCatalogue.Of(one.Event.GetType()).Type).ToArray() },
                },
            };
    }
}
