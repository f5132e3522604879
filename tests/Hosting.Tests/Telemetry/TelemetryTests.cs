using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Fixtures;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace CallCenter.Hosting.Tests.Telemetry;

public class TelemetryTests(Servers servers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Spans_of_a_call_carry_its_id_and_form_one_trace()
    {
        await using var service = await RunningHost.StartAsync(servers);
        var call = Guid.CreateVersion7();

        await service.As(Roles.Agent).PutAsJsonAsync($"/things/{call}", new { name = "a" }, Cancel);

        await Wait.UntilAsync(() => Task.FromResult(service.Spans().Count(s => CallOf(s) == call.ToString()) == 2));
        var spans = service.Spans().Where(s => CallOf(s) == call.ToString()).ToList();
        var server = Assert.Single(spans, s => Text(s, "name") == "PUT /things/{id:guid}");
        var insert = Assert.Single(spans, s => Text(s, "name") == "insert thing");
        Assert.Equal(Text(server, "traceId"), Text(insert, "traceId"));
        Assert.Equal(Text(server, "spanId"), Text(insert, "parentId"));
        Assert.Equal("200", server.GetProperty("attributes").GetProperty("http.response.status_code").GetString());
        Assert.Equal("feedback", Text(server, "service"));
    }

    [Fact]
    public async Task Work_that_goes_on_later_joins_the_trace_it_was_stored_with()
    {
        const string Stored = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await using var service = await RunningHost.StartAsync(servers, app => app.MapGet("/later", () =>
        {
            Activity.Current = null;
            using var span = ServiceActivity.Start("later work", Stored);
            return span?.TraceId.ToHexString();
        }));

        Assert.Equal(Stored.Split('-')[1], await service.As(Roles.Agent).GetStringAsync("/later", Cancel));
    }

    [Fact]
    public async Task Probes_leave_no_spans_and_failures_are_marked()
    {
        await using var service = await RunningHost.StartAsync(servers);
        await service.As(Roles.Agent).GetAsync("/broken", Cancel);

        await Wait.UntilAsync(() => Task.FromResult(service.Requests().Count > 0));

        var span = Assert.Single(service.Requests());
        Assert.Equal("GET /broken", Text(span, "name"));
        Assert.Equal("InvalidOperationException", Text(span, "error"));
    }

    [Fact]
    public async Task Metrics_are_Prometheus_text()
    {
        await using var service = await RunningHost.StartAsync(servers);
        await service.As(Roles.Agent).GetAsync("/things", Cancel);

        // A request is counted when its answer has left.
        string text;
        do
        {
            text = await service.Management.GetStringAsync("/metrics", Cancel);
        }
        while (!text.Contains("http_route=\"/things\"", StringComparison.Ordinal));

        Assert.Contains("# TYPE http_server_request_duration_seconds histogram\n", text, StringComparison.Ordinal);
        Assert.Matches("(?m)^http_server_request_duration_seconds_count\\{.*http_route=\"/things\".*\\} 1$", text);
        Assert.Matches("(?m)^http_server_request_duration_seconds_bucket\\{.*le=\"\\+Inf\"\\} 1$", text);
        Assert.Matches("(?m)^dotnet_gc_collections_total\\{", text);
        Assert.DoesNotContain("/healthz", text, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement span, string name) => span.GetProperty(name).GetString();

    private static string? CallOf(JsonElement span) =>
        span.GetProperty("attributes").TryGetProperty(ServiceActivity.CallId, out var call) ? call.GetString() : null;
}
