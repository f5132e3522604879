using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace CallCenter.Local.Subscribers;

/// <summary>From the binary mode of the wire (headers and body) to CloudEvents' one JSON object.</summary>
public static class CloudEventJson
{
    private const string Prefix = "cloudEvents_";

    private static readonly JsonSerializerOptions OneLine =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var attributes = (properties.Headers ?? new Dictionary<string, object?>())
            .Where(header => header.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .OrderBy(header => header.Key is $"{Prefix}specversion" ? "" : header.Key)
            .Select(header => KeyValuePair.Create<string, JsonNode?>(header.Key[Prefix.Length..], Text(header.Value)));
        var cloudEvent = new JsonObject(attributes)
        {
            ["datacontenttype"] = properties.ContentType ?? "application/json",
            ["data"] = JsonNode.Parse(body.Span),
        };
        if (properties.Headers?.TryGetValue("traceparent", out var traceparent) == true)
        {
            cloudEvent["traceparent"] = Text(traceparent);
        }

        return cloudEvent.ToJsonString(OneLine);
    }

    private static string? Text(object? header) => header switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        null => null,
        _ => Convert.ToString(header, CultureInfo.InvariantCulture),
    };
}
