using System.Net;
using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Local.Backing;
using CallCenter.Local.Ports;
using CallCenter.Messaging;
using CallCenter.Messaging.Topology;
using Xunit;

namespace CallCenter.Hosting.Tests.Health;

/// <summary>A broker that is away, comes, goes and comes again.</summary>
public sealed class BrokerReadinessTests(Servers servers)
{
    private const string Password = "for-tests-only";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readiness_names_the_broker_while_it_is_away_and_is_healthy_when_it_is_back()
    {
        using var ports = FreePorts.Take();
        await using var database = await ServiceDatabase.OpenAsync(
            servers, "quality", typeof(BrokerReadinessTests).Assembly);
        var uri = new Uri(RabbitManagement.UriOf(ports.Table.Amqp, "administrator", Password, "/"));
        await using var service = await ServiceUnderTest.StartAsync(
            servers, "quality", database.Test,
            add => add.AddMessaging(hears => hears.On<RecordingReady, Deaf>()),
            _ => { },
            $"Broker:Uri={uri}");

        // Never heard: not ready, and it says which part.
        await SaysAsync(service, HttpStatusCode.ServiceUnavailable, "unhealthy");

        await using (await StartAsync(ports.Table, uri))
        {
            await SaysAsync(service, HttpStatusCode.OK, "healthy");
        }

        // Lost: what it says waits in the outbox, so it goes on serving, and says so.
        await SaysAsync(service, HttpStatusCode.OK, "degraded");

        await using (await StartAsync(ports.Table, uri))
        {
            await SaysAsync(service, HttpStatusCode.OK, "healthy");
        }
    }

    private async Task<RabbitServer> StartAsync(PortTable ports, Uri uri)
    {
        var server = await RabbitServer.StartAsync(
            await servers.RootfsAsync(), Path.Combine(servers.Directory, "readiness"), ports, Password,
            Path.Combine(servers.Directory, "readiness.log"), Cancel);
        await BrokerTopology.DeclareAsync(uri, "quality", [], Cancel);
        return server;
    }

    private static async Task SaysAsync(ServiceUnderTest service, HttpStatusCode status, string state)
    {
        using var client = service.Management;
        var last = "";
        try
        {
            await Wait.UntilAsync(async () =>
            {
                using var answer = await client.GetAsync(new Uri("/healthz/ready", UriKind.Relative), Cancel);
                last = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}";
                var broker = JsonElement.Parse(last[4..]).GetProperty("checks").GetProperty("broker");
                return answer.StatusCode == status
                    && broker.GetProperty("status").GetString() == state
                    && (state == "healthy" || broker.GetProperty("reason").GetString()!.Contains(
                        "the broker at 127.0.0.1", StringComparison.Ordinal));
            });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Not {state} within the limit but {last}");
        }
    }

    private sealed class Deaf : IEventConsumer<RecordingReady>
    {
        public Task ConsumeAsync(RecordingReady message, EventContext context, CancellationToken cancellation) =>
            Task.CompletedTask;
    }
}
