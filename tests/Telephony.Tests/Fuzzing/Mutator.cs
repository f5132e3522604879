using System.Text;
using System.Text.Json.Nodes;

namespace CallCenter.Telephony.Tests.Fuzzing;

/// <summary>Makes bad input of good: everything follows from the seed.</summary>
internal sealed class Mutator(int seed)
{
    private const string Mark = "\u00a7raw\u00a7";

    /// <summary>Values as they stand in JSON, of which something always is wrong somewhere.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "3.7", "1e999", "-1e-999", "2147483648", "99999999999999999999999999", "[]", "{}",
        "[null]", "\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"x\\udc00y\"", "\"\\u202e\"",
        "\"NaN\"", "\"..\\/..\\/etc/passwd\"", "\"'; drop table call; --\"", "\"{{ x }}\"", "\"%00%0d%0a\"",
        "\"+441632960000\"",
        "\"00000000-0000-0000-0000-000000000000\"", "\"0190c0de-0000-7000-8000-000000000101\"",
        "\"2026-13-45T99:99:99Z\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"2026-11-27T12:00:00Z\"", "\"en\"",
        $"\"{new string('x', 5_000)}\"", new string('[', 70) + new string(']', 70), "{\"a\":{\"b\":[{}]}}",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "..", "../../etc/passwd", "%2e%2e%2f",
        "'; --", "\u202e", "\U0001f4a5", "null", "-1", "0",
        "1e9",
        "99999999999999999999", "00000000-0000-0000-0000-000000000000", "0190c0de-0000-7000-8000-000000000101", "en",
        "+441632960000", "2026-11-27T12:00:00Z", "0001-01-01T00:00:00+14:00",
        "bytes=0-", "bytes=-1", "bytes=9-1", "*/*",
        "audio/ogg",
        new string('y', 3_000),
    ];

    public Random Random { get; } = new(seed);

    public T Any<T>(IReadOnlyList<T> of) => of[Random.Next(of.Count)];

    /// <summary>A text for a path, a query or a header.</summary>
    public string Text() => Any(Texts);

    /// <summary>A value as it stands in JSON.</summary>
    public string Value() => Any(Values);

    /// <summary>JSON that was good, with one to three faults in its values, its shape or its text.</summary>
    public string Break(string json)
    {
        var root = JsonNode.Parse(json);
        var raw = new List<string>();
        for (var faults = Random.Next(1, 4); faults > 0; faults--)
        {
            root = BreakShape(root, raw);
        }

        var text = new StringBuilder(root?.ToJsonString() ?? "null");
        for (var i = 0; i < raw.Count; i++)
        {
            text.Replace($"\"{JsonEncoded(i)}\"", raw[i]);
        }

        return Random.Next(5) == 0 ? BreakText(text.ToString()) : text.ToString();
    }

    private static string JsonEncoded(int index) => JsonValue.Create(Mark + index).ToJsonString()[1..^1];

    private JsonNode? BreakShape(JsonNode? root, List<string> raw)
    {
        var places = new List<(JsonNode Parent, string? Name, int Index)>();
        Collect(root, places);
        if (places.Count == 0 || Random.Next(30) == 0)
        {
            return Raw(raw);
        }

        var (parent, name, index) = Any(places);
        switch (parent)
        {
            case JsonObject of when Random.Next(4) == 0:
                of.Remove(name!);
                break;
            case JsonObject of when Random.Next(6) == 0:
                of[Text()] = Raw(raw);
                break;
            case JsonObject of:
                of[name!] = Raw(raw);
                break;
            case JsonArray of when Random.Next(4) == 0:
                of.RemoveAt(index);
                break;
            case JsonArray of:
                of[index] = Raw(raw);
                break;
        }

        return root;
    }

    private JsonValue Raw(List<string> raw)
    {
        raw.Add(Value());
        return JsonValue.Create(Mark + (raw.Count - 1));
    }

    private string BreakText(string text) => Random.Next(4) switch
    {
        0 => text[..Random.Next(text.Length + 1)],
        1 => text + text,
        2 => text.Insert(Random.Next(text.Length + 1), Any(["{", "]", "\"", ",", "\\", "\u0001", "\ufeff"])),
        _ => text.Remove(Random.Next(text.Length), 1),
    };

    private static void Collect(JsonNode? node, List<(JsonNode Parent, string? Name, int Index)> places)
    {
        if (node is JsonObject of)
        {
            foreach (var (name, value) in of)
            {
                places.Add((of, name, 0));
                Collect(value, places);
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                places.Add((list, null, i));
                Collect(list[i], places);
            }
        }
    }
}
