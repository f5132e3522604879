using System.Globalization;
using System.Text.Json;

namespace CallCenter.Telephony.Flows;

/// <summary>Finds values in the answer of another system.</summary>
public static class WebAnswerRules
{
    /// <summary>Each variable with what its path leads to; null when one leads nowhere or to no plain value.</summary>
    /// <param name="answer">The JSON; may be null when nothing is saved.</param>
    /// <param name="save">Variables and paths of members or positions with dots between.</param>
    public static IReadOnlyDictionary<string, string>? Values(
        JsonElement? answer, IReadOnlyDictionary<string, string> save)
    {
        var values = new Dictionary<string, string>();
        foreach (var (variable, path) in save)
        {
            if (path.Split('.').Aggregate(answer, Member) is not { } found || Text(found) is not { } text)
            {
                return null;
            }

            values[variable] = text;
        }

        return values;
    }

    private static JsonElement? Member(JsonElement? of, string name) => of switch
    {
        { ValueKind: JsonValueKind.Object } json when json.TryGetProperty(name, out var member) => member,
        { ValueKind: JsonValueKind.Array } json
            when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < json.GetArrayLength() => json[index],
        _ => null,
    };

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
