using System.Text.RegularExpressions;

namespace CallCenter.Telephony.Flows;

/// <summary>The part that reads the properties of nodes.</summary>
public static partial class FlowRules
{
    private static IEnumerable<FlowProblem> PropertyProblems(FlowDocument document, string place, FlowNode node)
    {
        foreach (var problem in NumberProblems(place, node).Concat(TextProblems(document, place, node))
                     .Concat(ListProblems(place, node)).Concat(MapProblems(place, node)))
        {
            yield return problem;
        }

        if (node.Min > node.Max)
        {
            yield return new FlowProblem($"{place}.min", "must not be more than max");
        }

        if (node.Type == "transfer" && TransferProblem(node) is var (name, rule))
        {
            yield return new FlowProblem($"{place}{name}", rule);
        }
    }

    /// <summary>A transfer goes to somebody, and to one only.</summary>
    private static (string Name, string Rule)? TransferProblem(FlowNode node) => node switch
    {
        { Queue: null, Agent: null, Number: null } => ("", "transfers to nobody: give a queue, or a number"),
        { Queue: not null, Number: not null } => (".number", "must not be given with a queue"),
        { Agent: not null, Queue: null } => (".agent", "needs the queue where the call waits for the agent"),
        { Number: { } number } when !FlowNames.IsPhone(number) => (".number", "must be an E.164 number: +44…"),
        { Number: not null } when node.Priority is not null || node.Skills is not null || node.LimitMs is not null =>
            (".number", "takes no priority, skills or limitMs: these are of a queue"),
        _ => null,
    };

    private static IEnumerable<FlowProblem> NumberProblems(string place, FlowNode node)
    {
        foreach (var (name, value) in new (string, int?)[]
                 {
                     ("timeoutMs", node.TimeoutMs), ("interDigitMs", node.InterDigitMs), ("tries", node.Tries),
                     ("min", node.Min), ("max", node.Max), ("limitMs", node.LimitMs), ("maxMs", node.MaxMs),
                     ("silenceMs", node.SilenceMs),
                 })
        {
            var property = FlowWords.Properties[name];
            if (value < property.Least || value > property.Most)
            {
                yield return new FlowProblem($"{place}.{name}", $"must be from {property.Least} to {property.Most}");
            }
        }
    }

    private static IEnumerable<FlowProblem> TextProblems(FlowDocument document, string place, FlowNode node)
    {
        foreach (var (name, value) in new (string, string?)[]
                 {
                     ("calendar", node.Calendar), ("question", node.Question), ("flow", node.Flow),
                     ("milestone", node.Milestone),
                 })
        {
            if (value is not null && !FlowNames.IsName(value))
            {
                yield return new FlowProblem($"{place}.{name}", FlowNames.NameRule);
            }
        }

        foreach (var (name, problem) in ((string, string?)[])[
            ("text", TemplateProblem(node.Text)), ("when", ExpressionProblem(node.When)),
            ("priority", ExpressionProblem(node.Priority)), ("url", UrlProblem(node.Url)),
            ("method", node.Method is null or "GET" or "POST" ? null : "must be GET or POST"),
            ("terminator", node.Terminator is null or "#" or "*" ? null : "must be # or *"),
            ("body", node.Body is not null && node.Method != "POST" ? "is for POST only" : null),
            ("language", node.Language is null || document.Languages.Contains(node.Language)
                ? null : "must be one of the document's languages")])
        {
            if (problem is not null)
            {
                yield return new FlowProblem($"{place}.{name}", problem);
            }
        }

        if (node.Variable is { } variable && VariableProblem($"{place}.variable", variable) is { } broken)
        {
            yield return broken;
        }
    }

    private static IEnumerable<FlowProblem> ListProblems(string place, FlowNode node)
    {
        if (node.Prompts is { Count: 0 or > MaximumPrompts })
        {
            yield return new FlowProblem($"{place}.prompts", $"must be 1 to {MaximumPrompts} sounds");
        }

        foreach (var (sound, index) in (node.Prompts ?? []).Select((sound, index) => (sound, index)))
        {
            if (!FlowNames.IsSound(sound))
            {
                yield return new FlowProblem($"{place}.prompts.{index}", FlowNames.SoundRule);
            }
        }

        if (node.Skills is { } skills && (skills.Count > MaximumSkills || skills.Any(s => !FlowNames.IsSkill(s))))
        {
            yield return new FlowProblem(
                $"{place}.skills", $"must be at most {MaximumSkills} names of 1 to 60 letters, digits, - . _ or :");
        }
    }

    private static IEnumerable<FlowProblem> MapProblems(string place, FlowNode node)
    {
        foreach (var (name, map, rule) in ((string, IReadOnlyDictionary<string, string>?, Func<string, string?>)[])[
            ("set", node.Set, ExpressionProblem), ("body", node.Body, TemplateProblem),
            ("attributes", node.Attributes, TemplateProblem), ("save", node.Save, PathProblem)])
        {
            if (map is { Count: 0 or > MaximumMembers })
            {
                yield return new FlowProblem($"{place}.{name}", $"must have 1 to {MaximumMembers} members");
            }

            foreach (var (member, value) in map ?? new Dictionary<string, string>())
            {
                var at = $"{place}.{name}.{member}";
                if (name is "set" or "save" && VariableProblem(at, member) is { } problem)
                {
                    yield return problem;
                }
                else if (!FlowNames.IsVariable(member))
                {
                    yield return new FlowProblem(at, FlowNames.VariableRule);
                }
                else if (rule(value) is { } broken)
                {
                    yield return new FlowProblem(at, broken);
                }
            }
        }
    }

    private static string? ExpressionProblem(string? text) =>
        text is null || FlowExpression.Parse(text).Expression is not null ? null : FlowExpression.Parse(text).Problem;

    private static string? TemplateProblem(string? text) =>
        text is null || FlowTemplate.Parse(text).Problem is "" ? null : FlowTemplate.Parse(text).Problem;

    private static string? PathProblem(string path) =>
        JsonPath().IsMatch(path) ? null : "must be a path of members such as customer.tier or items.0.name";

    /// <summary>Where a request goes must not depend on what a caller enters.</summary>
    private static string? UrlProblem(string? url) =>
        TemplateProblem(url)
        ?? (url is null || Address().IsMatch(url) ? null : "must begin with http:// or https://, a fixed host and /");

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,60}(\.[A-Za-z0-9_-]{1,60}){0,9}$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex JsonPath();

    [GeneratedRegex(@"^https?://[a-z0-9.-]+(:[0-9]{1,5})?/", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Address();
}
