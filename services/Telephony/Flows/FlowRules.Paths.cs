namespace CallCenter.Telephony.Flows;

/// <summary>The part that follows the ways through a document, and what is entered along them.</summary>
public static partial class FlowRules
{
    private static IEnumerable<FlowProblem> PathProblems(FlowDocument document)
    {
        var reached = Reached(document, [document.Entry, document.SafeExit]);
        foreach (var name in document.Nodes.Keys.Where(name => !reached.Contains(name)))
        {
            yield return new FlowProblem($"nodes.{name}", "is never reached");
        }

        if (LoopWithoutInput(document) is { } loop)
        {
            yield return new FlowProblem(
                $"nodes.{loop[0]}", $"is in a loop without input: {string.Join(" > ", loop)} > {loop[0]}");
        }

        foreach (var (name, node) in document.Nodes.Where(node => IsQueue(node.Value)))
        {
            var exit = node.Type == "queue" ? "connected" : "done";
            if (node.Next.TryGetValue(exit, out var after)
                && Reached(document, [after]).FirstOrDefault(n => IsQueue(document.Nodes[n])) is { } again)
            {
                yield return new FlowProblem(
                    $"nodes.{name}.next.{exit}", $"leads to the queue '{again}': a call is answered once");
            }
        }
    }

    private static bool IsQueue(FlowNode node) =>
        node.Type == "queue" || node is { Type: "transfer", Queue: not null };

    private static HashSet<string> Reached(FlowDocument document, IEnumerable<string> from)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(from.Where(name => name != FlowDocument.Return));
        while (open.TryPop(out var name))
        {
            if (!reached.Add(name))
            {
                continue;
            }

            foreach (var next in document.Nodes[name].Next.Values.Where(next => next != FlowDocument.Return))
            {
                open.Push(next);
            }
        }

        return reached;
    }

    /// <summary>Searches depth first along the exits that need no act of the caller.</summary>
    private static List<string>? LoopWithoutInput(FlowDocument document)
    {
        var done = new HashSet<string>();
        var way = new List<string>();
        return document.Nodes.Keys.Select(Search).FirstOrDefault(loop => loop is not null);

        List<string>? Search(string name)
        {
            if (way.IndexOf(name) is >= 0 and var from)
            {
                return way[from..];
            }

            if (!done.Add(name))
            {
                return null;
            }

            way.Add(name);
            var loop = FreeExits(document.Nodes[name]).Select(Search).FirstOrDefault(found => found is not null);
            way.Remove(name);
            return loop;
        }
    }

    private static IEnumerable<string> FreeExits(FlowNode node)
    {
        var type = FlowWords.Types[node.Type];
        return node.Next
            .Where(next => next.Value != FlowDocument.Return && !type.Waits.Contains(next.Key)
                && !(type.TakesKeys && next.Key.Length == 1))
            .Select(next => next.Value);
    }

    /// <summary>
    /// Secret digits serve conditions and requests, nothing else; digits that a caller has entered are never said with
    /// a queued call, where other systems would read them.
    /// </summary>
    private static IEnumerable<FlowProblem> PrivacyProblems(FlowDocument document)
    {
        var collects = document.Nodes.Values.Where(node => node is { Type: "collect", Variable: not null }).ToList();
        var entered = collects.Select(node => node.Variable!).ToHashSet();
        var secret = collects.Where(node => node.Secret == true).Select(node => node.Variable!).ToHashSet();
        foreach (var (name, node) in document.Nodes)
        {
            var place = $"nodes.{name}";
            var mentions = Templates(place + ".text", node.Text)
                .Concat(Templates(place + ".url", node.Url))
                .Concat(Expressions(place + ".priority", node.Priority))
                .Concat((node.Set ?? Empty).SelectMany(set => Expressions($"{place}.set.{set.Key}", set.Value)));
            foreach (var (at, variable) in mentions.Where(mention => secret.Contains(mention.Variable)))
            {
                yield return new FlowProblem(at, $"uses {variable}, which is secret");
            }

            var said = (node.Attributes ?? Empty).SelectMany(a => Templates($"{place}.attributes.{a.Key}", a.Value));
            foreach (var (at, variable) in said.Where(mention => entered.Contains(mention.Variable)))
            {
                yield return new FlowProblem(at, $"uses {variable}, which the caller has entered");
            }
        }
    }

    private static readonly Dictionary<string, string> Empty = [];

    private static IEnumerable<(string Place, string Variable)> Templates(string place, string? template) =>
        (template is null ? [] : FlowTemplate.Parse(template).Expressions)
            .SelectMany(expression => expression.Variables).Select(variable => (place, variable));

    private static IEnumerable<(string Place, string Variable)> Expressions(string place, string? text) =>
        (text is null ? null : FlowExpression.Parse(text).Expression)?.Variables.Select(v => (place, v)) ?? [];
}
