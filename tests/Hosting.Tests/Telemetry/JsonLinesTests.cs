using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CallCenter.Hosting.Tests.Telemetry;

public class JsonLinesTests
{
    [Fact]
    public void A_line_holds_the_event_its_values_and_the_trace()
    {
        using var activity = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();
        ServiceActivity.OfCall(Guid.Empty);

        var line = Line(
            LogLevel.Warning,
            new EventId(3, "routing.assignment.expired"),
            "Agent {Agent} 客户 {Count}",
            ("Agent", "a"),
            ("Count", 2));

        Assert.Equal("warning", line.GetProperty("level").GetString());
        Assert.Equal("routing.assignment.expired", line.GetProperty("event").GetString());
        Assert.Equal("a", line.GetProperty("agent").GetString());
        Assert.Equal(2, line.GetProperty("count").GetInt32());
        Assert.Equal(activity.TraceId.ToHexString(), line.GetProperty("traceId").GetString());
        Assert.Equal(Guid.Empty.ToString(), line.GetProperty(ServiceActivity.CallId).GetString());
    }

    private static JsonElement Line(
        LogLevel level, EventId id, string message, params (string Key, object? Value)[] values)
    {
        using var writer = new StringWriter();
        IReadOnlyList<KeyValuePair<string, object?>> state =
        [
            .. values.Select(v => KeyValuePair.Create(v.Key, v.Value)),
            KeyValuePair.Create("{OriginalFormat}", (object?)message),
        ];
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
            level, "Category", id, state, null, (_, _) => message);
        new JsonLines().Write(entry, null, writer);
        return JsonElement.Parse(writer.ToString());
    }
}
