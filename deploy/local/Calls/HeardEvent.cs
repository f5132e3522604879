using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace CallCenter.Local.Calls;

/// <summary>An event as it came from the broker: its CloudEvents headers and its body.</summary>
public sealed record HeardEvent
{
    public required Guid Id { get; init; }

    /// <summary>CloudEvents type, such as <c>callcenter.call.arrived.v1</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Name of the contract, such as CallArrived.</summary>
    public required string Name { get; init; }

    /// <summary>The service that said it.</summary>
    public required string Service { get; init; }

    /// <summary>What it is about, such as <c>call/0190…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Its place among what this service says about this subject.</summary>
    public required long SubjectSeq { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>When it was heard (a <see cref="TimeProvider"/> timestamp).</summary>
    public required long HeardAt { get; init; }

    public string? TraceParent { get; init; }

    public required JsonElement Body { get; init; }

    /// <summary>The call it is about; null for events about other things.</summary>
    public Guid? CallId => IdOf("callId");

    /// <summary>An id in the body, by the name it has on the wire.</summary>
    public Guid? IdOf(string property) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : null;

    /// <summary>A text in the body, by the name it has on the wire.</summary>
    public string? TextOf(string property) =>
        Body.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    /// <summary>A number in the body, by the name it has on the wire.</summary>
    public long? NumberOf(string property) =>
        Body.TryGetProperty(property, out var value) && value.TryGetInt64(out var number) ? number : null;

    /// <summary>Reads a message; a header that is missing is a fault of the system under test and is named.</summary>
    public static HeardEvent Read(IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, long heardAt) => new()
    {
        Id = Guid.Parse(Header(properties, "cloudEvents_id")),
        Type = Header(properties, "cloudEvents_type"),
        Name = Header(properties, "MT-MessageType").Split(':')[^1],
        Service = Header(properties, "cloudEvents_source").Split('/')[^1],
        Subject = Header(properties, "cloudEvents_subject"),
        SubjectSeq = long.Parse(Header(properties, "cloudEvents_subjectseq"), CultureInfo.InvariantCulture),
        Time = DateTimeOffset.Parse(Header(properties, "cloudEvents_time"), CultureInfo.InvariantCulture),
        HeardAt = heardAt,
        TraceParent = Optional(properties, "traceparent"),
        Body = JsonSerializer.Deserialize<JsonElement>(body.Span),
    };

    private static string Header(IReadOnlyBasicProperties properties, string name) =>
        Optional(properties, name) ?? throw new FormatException($"A message came without the header {name}.");

    private static string? Optional(IReadOnlyBasicProperties properties, string name) =>
        properties.Headers is { } headers && headers.TryGetValue(name, out var value)
            ? value switch
            {
                byte[] bytes => Encoding.UTF8.GetString(bytes),
                null => null,
                _ => Convert.ToString(value, CultureInfo.InvariantCulture),
            }
            : null;
}
