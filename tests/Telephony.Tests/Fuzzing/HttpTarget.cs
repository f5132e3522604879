using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>One operation of the OpenAPI document, with a body as it should be.</summary>
internal sealed record HttpTarget(string Method, string Path, IReadOnlyList<string> Query, string? Body)
{
    private const int Depth = 6;

    /// <summary>Everything that the document offers.</summary>
    public static IReadOnlyList<HttpTarget> All(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select new HttpTarget(
            operation.Name.ToUpperInvariant(), path.Name, QueryOf(operation.Value), BodyOf(operation.Value, document)),
    ];

    private static List<string> QueryOf(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ?
            [
                .. parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "query")
                    .Select(one => one.GetProperty("name").GetString()!),
            ]
            : [];

    private static string? BodyOf(JsonElement operation, JsonElement document) =>
        operation.TryGetProperty("requestBody", out var body)
            && body.GetProperty("content").TryGetProperty("application/json", out var json)
            ? Sample(json.GetProperty("schema"), document, Depth)?.ToJsonString() ?? "{}"
            : null;

    private static JsonNode? Sample(JsonElement schema, JsonElement document, int depth)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Sample(Found(document, reference.GetString()!), document, depth);
        }

        if (depth == 0)
        {
            return null;
        }

        if (schema.TryGetProperty("oneOf", out var either) || schema.TryGetProperty("anyOf", out either))
        {
            return Sample(either.EnumerateArray().Last(), document, depth - 1);
        }

        return Type(schema) switch
        {
            "object" => Fields(schema, document, depth),
            "array" => new JsonArray(
                schema.TryGetProperty("items", out var items) ? Sample(items, document, depth - 1) : "x"),
            "integer" => 1,
            "number" => 1.5,
            "boolean" => true,
            _ => Text(schema),
        };
    }

    private static JsonObject Fields(JsonElement schema, JsonElement document, int depth)
    {
        var of = new JsonObject();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                of[property.Name] = Sample(property.Value, document, depth - 1);
            }
        }

        if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object)
        {
            of["x"] = Sample(more, document, depth - 1);
        }

        return of;
    }

    private static string Text(JsonElement schema) =>
        (schema.TryGetProperty("format", out var format) ? format.GetString() : null) switch
        {
            "uuid" => "0190c0de-0000-7000-8000-000000000101",
            "date-time" => TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            _ => "en",
        };

    private static string? Type(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return schema.TryGetProperty("properties", out _) ? "object" : null;
        }

        return type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Select(one => one.GetString())
                .FirstOrDefault(one => one is not ("null" or "string"))
            : type.GetString();
    }

    private static JsonElement Found(JsonElement document, string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name));
}
