using System.Net.Http.Json;
using CallCenter.Fixtures;
using Xunit;

namespace CallCenter.Hosting.Tests.Telemetry;

public sealed class OtlpTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_metrics_and_logs_arrive_at_the_collector_the_last_ones_when_the_service_stops()
    {
        await using var sink = OtlpSink.Open();
        var call = Guid.CreateVersion7().ToString();
        await using (var service = await RunningHost.StartAsync(
            servers, map: null,
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={sink.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"))
        {
            await service.As(Roles.Agent).PutAsJsonAsync($"/things/{call}", new { name = "a" }, Cancel);
            await service.As(Roles.Agent).GetAsync("/broken", Cancel);
            Assert.Equal(0, await service.StopAsync());
        }

        Assert.All(sink.Taken, post => Assert.Equal("application/x-protobuf", post.Type));
        Assert.True(sink.Holds("/v1/traces", "PUT /things/{id:guid}"), Came(sink));
        Assert.True(sink.Holds("/v1/traces", call), Came(sink));
        Assert.True(sink.Holds("/v1/traces", "insert thing"), Came(sink));
        Assert.True(sink.Holds("/v1/metrics", "http.server.request.duration"), Came(sink));
        Assert.True(sink.Holds("/v1/logs", "a secret of the inside"), Came(sink));
        Assert.All(
            (string[])["/v1/traces", "/v1/metrics", "/v1/logs"],
            path => Assert.True(sink.Holds(path, "callcenter") && sink.Holds(path, "feedback"), Came(sink)));
    }

    [Fact]
    public async Task A_collector_that_is_away_disturbs_nobody()
    {
        await using var service = await RunningHost.StartAsync(
            servers, map: null, "--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1");

        Assert.Equal("things", await service.As(Roles.Agent).GetStringAsync("/things", Cancel));
    }

    private static string Came(OtlpSink sink) => $"came: {string.Join(", ", sink.Taken)}";
}
