using CallCenter.Fixtures;
using CallCenter.Messaging.Topology;
using CallCenter.Messaging.Wire;
using Xunit;

namespace CallCenter.Messaging.Tests.Topology;

public class BrokerTests(Servers servers)
{
    [Fact]
    public async Task Only_quorum_queues_are_declared_and_every_one_has_its_policy()
    {
        await using var station = await Station.OpenAsync(servers);
        await station.DeclareAsync();
        var management = (await servers.RabbitAsync()).Management;
        var host = station.Broker.AbsolutePath[1..];
        foreach (var policy in BrokerPolicies.All)
        {
            await management.PutPolicyAsync(
                host, policy.Name, policy.Pattern, policy.Priority, policy.Definition, Station.Cancellation);
        }

        // The broker's statistics follow a declaration after a moment.
        var queues = await management.GetAsync($"api/queues/{host}", Station.Cancellation);
        for (var i = 0; i < 100 && queues.EnumerateArray().Any(q => !HasPolicy(q)); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Station.Cancellation);
            queues = await management.GetAsync($"api/queues/{host}", Station.Cancellation);
        }

        Assert.Equal(12, queues.GetArrayLength());
        Assert.All(queues.EnumerateArray(), q => Assert.Equal("quorum", q.GetProperty("type").GetString()));
        Assert.All(queues.EnumerateArray(), q => Assert.True(HasPolicy(q), q.GetRawText()));
    }

    [Fact]
    public async Task Subscribers_hear_public_events_and_no_others()
    {
        await using var station = await Station.OpenAsync(servers);
        var bindings = await (await servers.RabbitAsync()).Management.GetAsync(
            $"api/exchanges/{station.Broker.AbsolutePath[1..]}/{WireNames.Public}/bindings/destination",
                Station.Cancellation);

        var keys = bindings.EnumerateArray().Select(b => b.GetProperty("routing_key").GetString());

        Assert.Equal(
            EventCatalogue.All.Where(e => e.Public && e.Publisher == "telephony").Select(e => e.RoutingKey).Order(),
                keys.Order());
    }

    private static bool HasPolicy(System.Text.Json.JsonElement queue) =>
        queue.TryGetProperty("policy", out var policy)
        && policy.GetString()?.StartsWith("callcenter-", StringComparison.Ordinal) == true;
}
