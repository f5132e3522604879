namespace CallCenter.Routing.Agents;

/// <summary>What an administrator says of an agent.</summary>
public sealed record AgentRequest
{
    /// <summary>The number of the agent, as announced to callers: 1 to 16 digits.</summary>
    public required string Number { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>At most 50 words of 1 to 50 characters.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>The first field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem() =>
        Number.Length is < 1 or > 16 || !Number.All(char.IsAsciiDigit) ? ("number", "must be 1 to 16 digits")
        : string.IsNullOrWhiteSpace(Name) || Name.Length > 100 ? ("name", "must have 1 to 100 characters")
        : SkillNames.Problem(Skills);
}

/// <summary>The status that an agent chooses.</summary>
public sealed record StatusRequest
{
    /// <summary>available, break or offline.</summary>
    public required string Status { get; init; }
}

/// <summary>Skills are words: compared as they are written.</summary>
public static class SkillNames
{
    private const int Most = 50;

    public static (string Field, string Rule)? Problem(IReadOnlyList<string> skills) =>
        skills.Count > Most ? ("skills", "must be at most 50")
        : skills.Any(skill => skill is null || skill.Length is < 1 or > 50 || skill.Any(Forbidden))
            ? ("skills", "must be words of 1 to 50 characters without spaces or commas")
        : null;

    public static string[] Normal(IReadOnlyList<string> skills) =>
        [.. skills.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static bool Forbidden(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c == ',';
}
