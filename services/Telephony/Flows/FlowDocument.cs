namespace CallCenter.Telephony.Flows;

/// <summary>
/// What callers of a number go through before, around and after an agent: nodes, and from each of their exits the name
/// of the next node. A stored version never changes. Its shape is published by <see cref="FlowSchema"/>.
/// </summary>
public sealed record FlowDocument
{
    /// <summary>The target that ends a flow: back to the flow that called it, or the end of the call.</summary>
    public const string Return = "return";

    /// <summary>Name of the first node.</summary>
    public required string Entry { get; init; }

    /// <summary>
    /// Name of the node (play, queue or hangup) where a call goes on after a fault that no exit takes.
    /// </summary>
    public required string SafeExit { get; init; }

    /// <summary>RFC 5646 tags of the languages in which each prompt must exist.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Values that variables have from the beginning.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyDictionary<string, FlowNode> Nodes { get; init; }
}

/// <summary>
/// One node. Which properties and exits a type has, and what they mean, stands in <see cref="FlowWords"/>.
/// </summary>
public sealed record FlowNode
{
    public required string Type { get; init; }

    public IReadOnlyList<string>? Prompts { get; init; }

    public string? Text { get; init; }

    public bool? BargeIn { get; init; }

    public int? TimeoutMs { get; init; }

    public int? InterDigitMs { get; init; }

    public int? Tries { get; init; }

    public int? Min { get; init; }

    public int? Max { get; init; }

    public string? Terminator { get; init; }

    public bool? Secret { get; init; }

    public string? Variable { get; init; }

    public IReadOnlyDictionary<string, string>? Set { get; init; }

    public string? When { get; init; }

    public string? Calendar { get; init; }

    public string? Method { get; init; }

    public string? Url { get; init; }

    public IReadOnlyDictionary<string, string>? Body { get; init; }

    public IReadOnlyDictionary<string, string>? Save { get; init; }

    public string? Language { get; init; }

    public Guid? Queue { get; init; }

    public Guid? Agent { get; init; }

    public string? Number { get; init; }

    public int? MaxMs { get; init; }

    public int? SilenceMs { get; init; }

    public string? Priority { get; init; }

    public IReadOnlyList<string>? Skills { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    public int? LimitMs { get; init; }

    public string? Question { get; init; }

    public string? Flow { get; init; }

    public string? Milestone { get; init; }

    /// <summary>From each exit the name of the next node, or <see cref="FlowDocument.Return"/>.</summary>
    public IReadOnlyDictionary<string, string> Next { get; init; } = new Dictionary<string, string>();
}

/// <summary>What is wrong with a document.</summary>
/// <param name="Place">Where, such as <c>nodes.menu.next.1</c>.</param>
/// <param name="Rule">The rule that is broken, to be read after the place.</param>
public sealed record FlowProblem(string Place, string Rule);
