using System.Text.Json;

namespace CallCenter.Telephony.Flows;

/// <summary>
/// From JSON to a document. Whatever does not have the form of <see cref="FlowWords"/> is named with its place, all of
/// it at once.
/// </summary>
public static class FlowReading
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private static readonly Dictionary<string, string> _top = new()
    {
        ["entry"] = "text", ["safeExit"] = "text", ["languages"] = "list", ["variables"] = "map", ["nodes"] = "nodes",
    };

    /// <summary>The document, or what keeps it from being one. Its meaning is for FlowRules to check.</summary>
    public static (FlowDocument? Document, IReadOnlyList<FlowProblem> Problems) Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return (null, [new FlowProblem("body", "must be an object")]);
        }

        List<FlowProblem> problems = [.. Missing(json, "", ["entry", "safeExit", "nodes"])];
        foreach (var member in json.EnumerateObject())
        {
            if (!_top.TryGetValue(member.Name, out var form))
            {
                problems.Add(
                    new FlowProblem(member.Name, $"is not a member of a flow: {string.Join(", ", _top.Keys)}"));
            }
            else if (form == "nodes")
            {
                problems.AddRange(NodesProblems(member.Value));
            }
            else if (!HasForm(member.Value, form))
            {
                problems.Add(new FlowProblem(member.Name, FormRule(form)));
            }
        }

        return problems.Count > 0 ? (null, problems) : (json.Deserialize<FlowDocument>(_json), []);
    }

    private static IEnumerable<FlowProblem> NodesProblems(JsonElement nodes) =>
        nodes.ValueKind != JsonValueKind.Object
            ? [new FlowProblem("nodes", "must be an object of nodes by their names")]
            : nodes.EnumerateObject().SelectMany(node => NodeProblems($"nodes.{node.Name}", node.Value));

    private static IEnumerable<FlowProblem> NodeProblems(string place, JsonElement node)
    {
        if (node.ValueKind != JsonValueKind.Object
            || !node.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            return [new FlowProblem(place, "must be an object with a type")];
        }

        var name = type.GetString()!;
        return FlowWords.Types.TryGetValue(name, out var known)
            ? PropertyProblems(place, name, known, node)
            : [new FlowProblem($"{place}.type", $"is not a type of node: {string.Join(", ", FlowWords.Types.Keys)}")];
    }

    private static IEnumerable<FlowProblem> PropertyProblems(
        string place, string typeName, FlowNodeType type, JsonElement node)
    {
        foreach (var missing in Missing(node, place + ".", type.Required))
        {
            yield return missing;
        }

        foreach (var property in node.EnumerateObject().Where(property => property.Name != "type"))
        {
            var at = $"{place}.{property.Name}";
            if (property.Name == "next")
            {
                if (!HasForm(property.Value, "map"))
                {
                    yield return new FlowProblem(at, "must be an object from exits to names of nodes");
                }
            }
            else if (!IsOf(type, property.Name))
            {
                yield return new FlowProblem(at, $"is not a property of {typeName}");
            }
            else if (FormOf(FlowWords.Properties[property.Name].Kind) is var form && !HasForm(property.Value, form))
            {
                yield return new FlowProblem(at, FormRule(form));
            }
        }
    }

    private static bool IsOf(FlowNodeType type, string property) =>
        property == "milestone" || type.Required.Contains(property) || type.Optional.Contains(property);

    private static IEnumerable<FlowProblem> Missing(JsonElement json, string prefix, IEnumerable<string> required) =>
        required.Where(name => !json.TryGetProperty(name, out _))
            .Select(name => new FlowProblem(prefix + name, "is required"));

    private static string FormOf(FlowKind kind) => kind switch
    {
        FlowKind.Flag => "flag",
        FlowKind.Number => "number",
        FlowKind.Queue => "uuid",
        FlowKind.Sounds or FlowKind.Skills => "list",
        FlowKind.Expressions or FlowKind.Templates or FlowKind.Paths => "map",
        _ => "text",
    };

    private static bool HasForm(JsonElement value, string form) => form switch
    {
        "flag" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        "uuid" => value.ValueKind == JsonValueKind.String && value.TryGetGuid(out _),
        "list" => value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String),
        "map" => value.ValueKind == JsonValueKind.Object
            && value.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.String),
        _ => value.ValueKind == JsonValueKind.String,
    };

    private static string FormRule(string form) => form switch
    {
        "flag" => "must be true or false",
        "number" => "must be a whole number",
        "uuid" => "must be a UUID",
        "list" => "must be a list of texts",
        "map" => "must be an object whose members are texts",
        _ => "must be a text",
    };
}
