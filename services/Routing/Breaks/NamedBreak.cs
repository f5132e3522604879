using CallCenter.Routing.Agents;

namespace CallCenter.Routing.Breaks;

/// <summary>A break that agents may choose by name.</summary>
public sealed record NamedBreak
{
    /// <summary>A word, the same in every language: what clients send and events carry.</summary>
    public required string Name { get; init; }

    /// <summary>What is shown for it in English.</summary>
    public required string TextEn { get; init; }

    /// <summary>What is shown for it in Chinese.</summary>
    public required string TextZh { get; init; }
}

/// <summary>What is shown for a named break.</summary>
public sealed record BreakRequest
{
    /// <summary>1 to 100 characters.</summary>
    public required string TextEn { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public required string TextZh { get; init; }

    /// <summary>The first field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem(string name) =>
        SkillNames.Problem([name], "name") ?? TextProblem("textEn", TextEn) ?? TextProblem("textZh", TextZh);

    private static (string, string)? TextProblem(string field, string text) =>
        string.IsNullOrWhiteSpace(text) || text.Length > 100 || text.Any(char.IsControl)
            ? (field, "must have 1 to 100 characters")
            : null;
}
