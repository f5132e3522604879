using CallCenter.Telephony.Callbacks;

namespace CallCenter.Telephony.Flows;

/// <summary>What a document may rely on.</summary>
public sealed record FlowSurroundings
{
    /// <summary>The active versions of all other flows that it calls, directly or through others.</summary>
    public required IReadOnlyDictionary<string, FlowDocument> Flows { get; init; }

    /// <summary>Names of the calendars that exist.</summary>
    public required IReadOnlySet<string> Calendars { get; init; }

    /// <summary>Of the sounds that the document plays, those that a node lacks, each with the languages.</summary>
    public IReadOnlyDictionary<string, string> MissingSounds { get; init; } = new Dictionary<string, string>();

    /// <summary>Beginnings of the numbers that may be dialled.</summary>
    public IReadOnlyList<string> DialAllowed { get; init; } = [];

    /// <summary>The sound before a message is recorded, when a node lacks it: in these languages.</summary>
    public string? BeepMissingIn { get; init; }
}

/// <summary>The part that looks at what is outside of the document.</summary>
public static partial class FlowRules
{
    /// <summary>What a document without problems of its own lacks around it.</summary>
    public static IEnumerable<FlowProblem> Unmet(string name, FlowDocument document, FlowSurroundings around)
    {
        foreach (var (place, sound) in Sounds(document))
        {
            if (around.MissingSounds.TryGetValue(sound, out var languages))
            {
                yield return new FlowProblem(place, $"names the sound {sound}, which is not there in: {languages}");
            }
        }

        foreach (var (node, value) in document.Nodes)
        {
            if (value.Calendar is { } calendar && !around.Calendars.Contains(calendar))
            {
                yield return new FlowProblem($"nodes.{node}.calendar", $"there is no calendar {calendar}");
            }

            if (value.Number is { } number && !CallbackRules.Permits(around.DialAllowed, number))
            {
                yield return new FlowProblem(
                    $"nodes.{node}.number", "must begin with a prefix that may be dialled (Telephony:DialAllowed)");
            }

            if (value.Type == "voicemail" && around.BeepMissingIn is { } lacking)
            {
                yield return new FlowProblem(
                    $"nodes.{node}.type", $"needs the service's BeepSound, which is not there in: {lacking}");
            }

            if (value.Flow is not { } called)
            {
                continue;
            }

            if (called != name && !around.Flows.ContainsKey(called))
            {
                yield return new FlowProblem($"nodes.{node}.flow", $"flow {called} has no active version");
            }
            else if (Depth(name, called, around.Flows, 1) is not { } depth)
            {
                yield return new FlowProblem($"nodes.{node}.flow", $"flow {called} leads back to {name}");
            }
            else if (depth >= FlowEngine.DeepestFlow)
            {
                yield return new FlowProblem(
                    $"nodes.{node}.flow", $"flows call each other more than {FlowEngine.DeepestFlow} deep");
            }
        }
    }

    /// <summary>The flows that a document calls.</summary>
    public static IEnumerable<string> Calls(FlowDocument document) =>
        document.Nodes.Values.Select(node => node.Flow).OfType<string>().Distinct();

    /// <summary>How many flows lie below a call; null when the name comes again.</summary>
    private static int? Depth(string name, string called, IReadOnlyDictionary<string, FlowDocument> flows, int above)
    {
        if (called == name)
        {
            return null;
        }

        if (above >= FlowEngine.DeepestFlow || !flows.TryGetValue(called, out var document))
        {
            return above;
        }

        var deepest = above;
        foreach (var next in Calls(document))
        {
            if (Depth(name, next, flows, above + 1) is not { } depth)
            {
                return null;
            }

            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }
}
