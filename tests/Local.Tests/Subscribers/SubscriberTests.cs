using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Local.Subscribers;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace CallCenter.Local.Tests.Subscribers;

public sealed class SubscriberTests(Servers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscriber_reads_a_public_event_as_one_CloudEvents_object()
    {
        await using var centre = await PublicEvents.OpenAsync(servers, "reader");
        await using var subscription = await Subscription.OpenAsync(
            centre.SubscriberUri, "reader", ["complaint.*"], Token);
        var heard = new TaskCompletionSource<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = subscription.ReadAsync(
            line =>
            {
                heard.TrySetResult(line);
                return Task.CompletedTask;
            },
            stop.Token);

        var id = await centre.PublishAsync("complaint.raised");
        var cloudEvent = JsonDocument.Parse(await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), Token)).RootElement;
        await stop.CancelAsync();
        await reading;

        Assert.Equal("1.0", cloudEvent.GetProperty("specversion").GetString());
        Assert.Equal(id, cloudEvent.GetProperty("id").GetString());
        Assert.Equal("callcenter.complaint.raised.v1", cloudEvent.GetProperty("type").GetString());
        Assert.Equal("投诉", cloudEvent.GetProperty("data").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_subscriber_may_touch_nothing_but_its_own_queues_and_the_public_events()
    {
        await using var centre = await PublicEvents.OpenAsync(servers, "curious");

        await RefusedAsync(channel => channel.QueueDeclareAsync("sub.other.events", true, false, false));
        await RefusedAsync(channel => channel.QueueDeclareAsync("routing.p0", true, false, false));
        await RefusedAsync(channel => channel.QueueBindAsync("sub.curious.events", "callcenter.events", "#"));
        await RefusedAsync(channel => channel.QueuePurgeAsync("routing.p0"));
        await RefusedAsync(channel => channel.ExchangeDeleteAsync("callcenter.public"));
        await RefusedAsync(channel => channel.BasicConsumeAsync(
            "routing.p0", autoAck: true, new AsyncDefaultBasicConsumerStub(channel)));

        async Task RefusedAsync(Func<IChannel, Task> act)
        {
            var factory = new ConnectionFactory { Uri = centre.SubscriberUri };
            await using var connection = await factory.CreateConnectionAsync(Token);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
            await channel.QueueDeclareAsync(
                "sub.curious.events", durable: true, exclusive: false, autoDelete: false, cancellationToken: Token);
            var refused = await Assert.ThrowsAsync<OperationInterruptedException>(() => act(channel));
            Assert.Equal<int?>(403, refused.ShutdownReason?.ReplyCode);
        }
    }

    private sealed class AsyncDefaultBasicConsumerStub(IChannel channel) : AsyncDefaultBasicConsumer(channel);
}
