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

    /// <summary>How well the agent knows a skill: 1 knows it, 5 is expert; 3 where it is not named.</summary>
    public IReadOnlyDictionary<string, int> Levels { get; init; } = new Dictionary<string, int>();

    /// <summary>A word of at most 50 characters.</summary>
    public string? Team { get; init; }

    /// <summary>A word of at most 50 characters.</summary>
    public string? Site { get; init; }

    /// <summary>Languages the agent speaks, as RFC 5646 tags: at most 50.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>
    /// How much the agent takes of a channel at a time: of voice and video 0 or 1, of chat and of task up to 50; where
    /// it is not named 1, 1, 3 and 5.
    /// </summary>
    public IReadOnlyDictionary<string, int> Capacity { get; init; } = new Dictionary<string, int>();

    public AgentProfile Profile()
    {
        var skills = SkillNames.Normal(Skills);
        return new AgentProfile
        {
            Number = Number,
            Name = Name,
            Skills = skills,
            Levels = SkillLevels.InOrderOf(skills, Levels),
            Team = Team,
            Site = Site,
            Languages = SkillNames.Normal(Languages),
            Capacity = ChannelRules.InOrder(Capacity),
        };
    }

    /// <summary>The first field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem() =>
        Number.Length is < 1 or > 16 || !Number.All(char.IsAsciiDigit) ? ("number", "must be 1 to 16 digits")
        : string.IsNullOrWhiteSpace(Name) || Name.Length > 100 ? ("name", "must have 1 to 100 characters")
        : SkillNames.Problem(Skills) ?? SkillLevels.Problem(Levels, Skills)
            ?? SkillNames.Problem(Languages, "languages")
            ?? (Team is null ? null : SkillNames.Problem([Team], "team"))
            ?? (Site is null ? null : SkillNames.Problem([Site], "site"))
            ?? ChannelRules.Problem(Capacity);
}

/// <summary>The status that an agent chooses.</summary>
public sealed record StatusRequest
{
    /// <summary>available, break or offline.</summary>
    public required string Status { get; init; }

    /// <summary>The name of the break; only with break, and a break without a name is one too.</summary>
    public string? BreakName { get; init; }

    /// <summary>The first field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem() =>
        !AgentStatuses.All.Contains(Status) ? ("status", "must be available, break or offline")
        : BreakName is not null && Status != AgentStatuses.Break
            ? ("breakName", "must be absent unless status is break")
        : null;
}

/// <summary>What an agent lets be interrupted.</summary>
public sealed record InterruptibleRequest
{
    /// <summary>Channels that more urgent ones may interrupt: chat, task, both or none.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>The field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem() =>
        Channels.All(Agents.Channels.Shared.Contains)
            ? null
            : ("channels", $"must be of {string.Join(", ", Agents.Channels.Shared)}");
}

/// <summary>Skills are words: compared as they are written.</summary>
public static class SkillNames
{
    private const int Most = 50;

    public static (string Field, string Rule)? Problem(IReadOnlyList<string> words, string field = "skills") =>
        words.Count > Most ? (field, "must be at most 50")
        : words.Any(word => word is null || word.Length is < 1 or > 50 || word.Any(Forbidden))
            ? (field, "must be words of 1 to 50 characters without spaces or commas")
        : null;

    public static string[] Normal(IReadOnlyList<string> skills) =>
        [.. skills.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static bool Forbidden(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || c == ',';
}
