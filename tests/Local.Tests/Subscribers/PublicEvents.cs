using System.Text;
using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Messaging.Topology;
using RabbitMQ.Client;
using Xunit;

namespace CallCenter.Local.Tests.Subscribers;

/// <summary>A virtual host with the real topology, one subscriber, and a way to say public events in it.</summary>
internal sealed class PublicEvents : IAsyncDisposable
{
    private const string Password = "subscriber-password";
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private PublicEvents(IConnection connection, IChannel channel, Uri subscriberUri)
    {
        _connection = connection;
        _channel = channel;
        SubscriberUri = subscriberUri;
    }

    public Uri SubscriberUri { get; }

    public static async Task<PublicEvents> OpenAsync(Servers servers, string subscriber)
    {
        var token = TestContext.Current.CancellationToken;
        var broker = new Uri(await servers.VirtualHostAsync());
        await BrokerTopology.DeclareAsync(broker, "routing", [], token);
        var server = await servers.RabbitAsync();
        var virtualHost = broker.AbsolutePath.TrimStart('/');
        await server.Management.EnsureSubscriberAsync(virtualHost, subscriber, Password, token);
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync(token);
        var channel = await connection.CreateChannelAsync(cancellationToken: token);
        return new PublicEvents(
            connection, channel,
            new Uri(RabbitManagement.UriOf(server.Port, $"sub.{subscriber}", Password, virtualHost)));
    }

    /// <summary>Says an event of this routing key; returns its id.</summary>
    public async Task<string> PublishAsync(string routingKey)
    {
        var id = Guid.CreateVersion7().ToString();
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            MessageId = id,
            Headers = new Dictionary<string, object?>
            {
                ["cloudEvents_specversion"] = "1.0",
                ["cloudEvents_id"] = id,
                ["cloudEvents_source"] = "/callcenter/test/feedback",
                ["cloudEvents_type"] = $"callcenter.{routingKey}.v1",
                ["cloudEvents_subject"] = $"complaint/{id}",
                ["cloudEvents_subjectseq"] = "1",
            },
        };
        await _channel.BasicPublishAsync(
            "callcenter.public", routingKey, mandatory: true, properties,
            Encoding.UTF8.GetBytes("""{"reason":"投诉"}"""));
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
