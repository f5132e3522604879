using System.Text.Json.Nodes;

namespace CallCenter.Telephony.Flows;

/// <summary>
/// The JSON Schema (draft 2020-12) of a flow, made from <see cref="FlowWords"/>, so that it says what is checked. What
/// no schema can say (targets exist, no loop without input, no secret said aloud) is for FlowRules.
/// </summary>
public static class FlowSchema
{
    /// <summary>The schema as text.</summary>
    public static string Text { get; } = Make().ToJsonString();

    private static JsonObject Make() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["title"] = "Flow of a call",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = List(["entry", "safeExit", "nodes"]),
        ["properties"] = new JsonObject
        {
            ["entry"] = Words("Name of the first node.", FlowNames.NamePattern),
            ["safeExit"] = Words("The play, queue or hangup node after a fault.", FlowNames.NamePattern),
            ["languages"] = ListOf(FlowNames.LanguagePattern, 20, "Each prompt must exist in each of these languages."),
            ["variables"] = Map("Values from the beginning.", FlowTemplate.Longest),
            ["nodes"] = new JsonObject
            {
                ["type"] = "object",
                ["minProperties"] = 1,
                ["maxProperties"] = FlowRules.MaximumNodes,
                ["propertyNames"] = new JsonObject { ["pattern"] = FlowNames.NamePattern },
                ["additionalProperties"] = new JsonObject
                {
                    ["oneOf"] = new JsonArray([.. FlowWords.Types.Select(type => Node(type.Key, type.Value))]),
                },
            },
        },
    };

    private static JsonObject Node(string name, FlowNodeType type)
    {
        var properties = new JsonObject { ["type"] = new JsonObject { ["const"] = name } };
        foreach (var property in type.Required.Concat(type.Optional).Append("milestone"))
        {
            properties[property] = Property(FlowWords.Properties[property]);
        }

        properties["next"] = Exits(type);
        var schema = new JsonObject
        {
            ["title"] = name,
            ["description"] = type.Meaning,
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = List(["type", .. type.Required, .. type.Exits.Count > 0 ? ["next"] : Array.Empty<string>()]),
            ["properties"] = properties,
        };
        if (type.OneOf.Count > 0)
        {
            schema["oneOf"] = new JsonArray(
                [.. type.OneOf.Select(property => new JsonObject { ["required"] = List([property]) })]);
        }

        return schema;
    }

    private static JsonObject Exits(FlowNodeType type)
    {
        var exits = new JsonObject();
        foreach (var exit in type.Exits.Concat(type.OptionalExits)
                     .Concat(type.TakesKeys ? FlowWords.Keys.Select(key => key.ToString()) : []))
        {
            exits[exit] = Words("Name of the next node, or return.", FlowNames.NamePattern);
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = List(type.Exits),
            ["properties"] = exits,
        };
    }

    private static JsonObject Property(FlowProperty property) => property.Kind switch
    {
        FlowKind.Flag => new JsonObject { ["type"] = "boolean", ["description"] = property.Meaning },
        FlowKind.Number => new JsonObject
        {
            ["type"] = "integer",
            ["minimum"] = property.Least,
            ["maximum"] = property.Most,
            ["description"] = property.Meaning,
        },
        FlowKind.Sounds => ListOf(FlowNames.SoundPattern, FlowRules.MaximumPrompts, property.Meaning),
        FlowKind.Skills => ListOf(FlowNames.SkillPattern, FlowRules.MaximumSkills, property.Meaning),
        FlowKind.Expressions => Map(property.Meaning, FlowExpression.Longest),
        FlowKind.Templates or FlowKind.Paths => Map(property.Meaning, FlowTemplate.Longest),
        FlowKind.Template => Words(property.Meaning, pattern: null, FlowTemplate.Longest),
        FlowKind.Expression => Words(property.Meaning, pattern: null, FlowExpression.Longest),
        FlowKind.Queue => new JsonObject
        {
            ["type"] = "string", ["format"] = "uuid", ["description"] = property.Meaning,
        },
        FlowKind.Phone => Words(property.Meaning, FlowNames.PhonePattern),
        FlowKind.Key => Words(property.Meaning, "^[#*]$"),
        FlowKind.Method => Words(property.Meaning, "^(GET|POST)$"),
        FlowKind.Url => Words(property.Meaning, "^https?://", FlowTemplate.Longest),
        FlowKind.Variable => Words(property.Meaning, FlowNames.VariablePattern),
        FlowKind.Language => Words(property.Meaning, FlowNames.LanguagePattern),
        _ => Words(property.Meaning, FlowNames.NamePattern),
    };

    private static JsonObject Words(string meaning, string? pattern, int? longest = null)
    {
        var text = new JsonObject { ["type"] = "string", ["description"] = meaning };
        if (pattern is not null)
        {
            text["pattern"] = pattern;
        }

        if (longest is not null)
        {
            text["maxLength"] = longest;
        }

        return text;
    }

    private static JsonObject ListOf(string pattern, int most, string meaning) => new()
    {
        ["type"] = "array",
        ["maxItems"] = most,
        ["items"] = new JsonObject { ["type"] = "string", ["pattern"] = pattern },
        ["description"] = meaning,
    };

    private static JsonObject Map(string meaning, int longest) => new()
    {
        ["type"] = "object",
        ["maxProperties"] = FlowRules.MaximumVariables,
        ["propertyNames"] = new JsonObject { ["pattern"] = FlowNames.VariablePattern },
        ["additionalProperties"] = new JsonObject { ["type"] = "string", ["maxLength"] = longest },
        ["description"] = meaning,
    };

    private static JsonArray List(IEnumerable<string> items) => new([.. items.Select(item => JsonValue.Create(item))]);
}
