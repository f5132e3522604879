namespace CallCenter.Telephony.Flows;

/// <summary>
/// What makes a document fit to meet callers. A document without problems never stops in silence: every exit leads
/// somewhere, and no loop runs without an act of the caller.
/// </summary>
public static partial class FlowRules
{
    public const int MaximumNodes = 200;
    public const int MaximumVariables = 50;
    public const int MaximumPrompts = 10;
    public const int MaximumSkills = 20;
    public const int MaximumMembers = 20;

    /// <summary>Variables that every flow has; they cannot be set.</summary>
    public static IReadOnlyList<string> GivenVariables { get; } = ["language", "campaign", "callerKnown"];

    /// <summary>Everything that is wrong with a document; nothing when it may be stored.</summary>
    public static IReadOnlyList<FlowProblem> Problems(FlowDocument document)
    {
        List<FlowProblem> problems = [.. TopProblems(document)];
        foreach (var (name, node) in document.Nodes)
        {
            var type = FlowWords.Types[node.Type];
            problems.AddRange(PropertyProblems(document, $"nodes.{name}", node));
            problems.AddRange(ExitProblems(document, $"nodes.{name}.next", node, type));
        }

        problems.AddRange(PrivacyProblems(document));
        // Ways through a document make sense only when its exits do.
        return problems.Count > 0 ? problems : [.. PathProblems(document)];
    }

    /// <summary>Every sound that the document plays, with its place.</summary>
    public static IEnumerable<(string Place, string Sound)> Sounds(FlowDocument document) =>
        document.Nodes.SelectMany(node => (node.Value.Prompts ?? [])
            .Select((sound, index) => ($"nodes.{node.Key}.prompts.{index}", sound)));

    private static IEnumerable<FlowProblem> TopProblems(FlowDocument document)
    {
        if (document.Nodes.Count is 0 or > MaximumNodes)
        {
            yield return new FlowProblem("nodes", $"must be 1 to {MaximumNodes} nodes");
        }

        foreach (var name in document.Nodes.Keys.Where(name => !FlowNames.IsName(name) || name == FlowDocument.Return))
        {
            yield return new FlowProblem($"nodes.{name}", FlowNames.NameRule + "; return is taken");
        }

        if (!document.Nodes.ContainsKey(document.Entry))
        {
            yield return new FlowProblem("entry", "must be the name of a node");
        }

        if (!document.Nodes.TryGetValue(document.SafeExit, out var safe)
            || safe.Type is not ("play" or "queue" or "hangup"))
        {
            yield return new FlowProblem("safeExit", "must be the name of a play, queue or hangup node");
        }

        if (document.Languages.Count > 20 || document.Languages.Any(language => !FlowNames.IsLanguage(language)))
        {
            yield return new FlowProblem("languages", "must be at most 20 RFC 5646 tags such as en or zh");
        }

        if (document.Variables.Count > MaximumVariables)
        {
            yield return new FlowProblem("variables", $"must be at most {MaximumVariables}");
        }

        foreach (var (name, value) in document.Variables)
        {
            if (VariableProblem($"variables.{name}", name) is { } problem)
            {
                yield return problem;
            }
            else if (value.Length > FlowTemplate.Longest)
            {
                yield return new FlowProblem($"variables.{name}", $"is longer than {FlowTemplate.Longest} characters");
            }
        }
    }

    private static IEnumerable<FlowProblem> ExitProblems(
        FlowDocument document, string place, FlowNode node, FlowNodeType type)
    {
        foreach (var exit in type.Exits.Where(exit => !node.Next.ContainsKey(exit)))
        {
            yield return new FlowProblem($"{place}.{exit}", "is required: every exit must lead somewhere");
        }

        if (type.TakesKeys && !node.Next.Keys.Any(exit => exit.Length == 1))
        {
            yield return new FlowProblem(place, "must have at least one key: 0 to 9, * or #");
        }

        foreach (var (exit, target) in node.Next)
        {
            if (!FlowWords.HasExit(type, exit))
            {
                yield return new FlowProblem($"{place}.{exit}", $"is not an exit of {node.Type}");
            }
            else if (target != FlowDocument.Return && !document.Nodes.ContainsKey(target))
            {
                yield return new FlowProblem($"{place}.{exit}", $"leads to '{target}', which is not a node");
            }
        }
    }

    private static FlowProblem? VariableProblem(string place, string name) =>
        GivenVariables.Contains(name) ? new FlowProblem(place, $"cannot be set: {name} is given")
        : FlowNames.IsVariable(name) ? null
        : new FlowProblem(place, FlowNames.VariableRule);
}
