using System.Diagnostics.Metrics;
using CallCenter.Fixtures;
using CallCenter.Messaging.Topology;
using RabbitMQ.Client;
using Xunit;

namespace CallCenter.Messaging.Tests.Inbox;

/// <summary>What lies where nothing should lie is counted and told, whoever put it there.</summary>
public class AsideWatchTests(Servers servers)
{
    [Theory]
    [InlineData("callcenter.unrouted", "callcenter.unrouted", "no queue is bound")]
    [InlineData("callcenter.dlx", "callcenter.dead", "x-death")]
    [InlineData("telephony_error", "telephony_error", "fault_reason")]
    [InlineData("telephony_skipped", "telephony_skipped", "nobody here hears")]
    public async Task Messages_set_aside_are_counted_and_logged(string exchange, string queue, string meaning)
    {
        await using var station = await Station.OpenAsync(servers);
        await PublishAsync(station, exchange, count: 2);
        var counted = new HashSet<string?>();
        using var listener = Listen(counted);
        var logged = new LoggedEvents();

        await station.StartAsync(logged: logged);

        await Wait.UntilAsync(() => Task.FromResult(logged.Count("messaging.aside.grown") > 0));
        var (_, _, sentence, _) = logged.All.Single(e => e.Name == "messaging.aside.grown");
        Assert.Contains($"Queue {queue} holds 2 messages, 2 more", sentence, StringComparison.Ordinal);
        Assert.Contains(meaning, sentence, StringComparison.Ordinal);
        listener.RecordObservableInstruments();
        Assert.Contains(queue, counted);
    }

    [Fact]
    public async Task A_full_error_queue_keeps_what_it_has_and_refuses_the_rest()
    {
        await using var station = await Station.OpenAsync(servers);
        var management = (await servers.RabbitAsync()).Management;
        var aside = BrokerPolicies.All.Single(p => p.Name == "callcenter-aside");
        await management.PutPolicyAsync(station.Broker.AbsolutePath[1..], "small", aside.Pattern, 50,
            new Dictionary<string, object>(aside.Definition) { ["max-length"] = 2 }, Station.Cancellation);
        var refused = 0;
        for (var i = 0; i < 20; i++)
        {
            try
            {
                await PublishAsync(station, "telephony_error", count: 1, text: $"{i}");
            }
            catch (RabbitMQ.Client.Exceptions.PublishException)
            {
                refused++;
            }
        }

        await using var ear = await Ear.AtQueueAsync(station.Broker, "telephony_error");
        Assert.Equal("0", (await ear.FirstAsync()).Body);
        Assert.InRange(refused, 1, 18);
    }

    private static MeterListener Listen(HashSet<string?> counted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "callcenter.messaging.aside")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, messages, tags, _) =>
        {
            if (messages > 0)
            {
                counted.Add(tags[0].Value?.ToString());
            }
        });
        listener.Start();
        return listener;
    }

    private static async Task PublishAsync(Station station, string exchange, int count, string text = "{}")
    {
        await using var connection = await new ConnectionFactory { Uri = station.Broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        for (var i = 0; i < count; i++)
        {
            await channel.BasicPublishAsync(exchange, "call.some", System.Text.Encoding.UTF8.GetBytes(text));
        }
    }
}
