namespace CallCenter.Routing.Figures;

/// <summary>The window that figures were counted over.</summary>
public abstract record FiguresAnswer
{
    public required DateTimeOffset From { get; init; }

    /// <summary>No longer part of the window; what is said "at the end of the window" was so at this instant.</summary>
    public required DateTimeOffset To { get; init; }
}

/// <summary>Figures of queues.</summary>
public sealed record QueueFiguresAnswer : FiguresAnswer
{
    public required IReadOnlyList<QueueFigures> Queues { get; init; }
}

/// <summary>Figures of a queue.</summary>
public sealed record QueueFigures
{
    public required Guid QueueId { get; init; }

    /// <summary>T of its service levels, in milliseconds.</summary>
    public required long WithinMs { get; init; }

    /// <summary>Its short-abandon threshold, in milliseconds.</summary>
    public required long ShortMs { get; init; }

    public required IReadOnlyList<Figure> Figures { get; init; }
}

/// <summary>Figures of agents, and of all of them together.</summary>
public sealed record AgentFiguresAnswer : FiguresAnswer
{
    public required IReadOnlyList<Figure> Together { get; init; }

    /// <summary>Who was online in the window or was offered a call.</summary>
    public required IReadOnlyList<AgentFigures> Agents { get; init; }
}

/// <summary>Figures of an agent, and what they were doing at the end of the window.</summary>
public sealed record AgentFigures
{
    public required Guid AgentId { get; init; }

    /// <summary>The team and the site that the agent is of now.</summary>
    public string? Team { get; init; }

    public string? Site { get; init; }

    /// <summary>What the agent had chosen; absent before anything was known of them.</summary>
    public string? Status { get; init; }

    /// <summary>idle, reserved, ringing, talking or wrap-up.</summary>
    public string? Activity { get; init; }

    public DateTimeOffset? SinceAt { get; init; }

    public required IReadOnlyList<Figure> Figures { get; init; }

    public static AgentFigures Of(AgentTally agent, IReadOnlyList<Definition<AgentTally>> wanted) => new()
    {
        AgentId = agent.AgentId,
        Team = agent.Team,
        Site = agent.Site,
        Status = agent.Status,
        Activity = agent.Activity,
        SinceAt = agent.SinceAt,
        Figures = [.. wanted.Select(one => one.Value(agent))],
    };
}

/// <summary>Figures of teams or sites.</summary>
public sealed record GroupFiguresAnswer : FiguresAnswer
{
    /// <summary>By name; agents without a team or site are in none.</summary>
    public required IReadOnlyList<GroupFigures> Groups { get; init; }
}

/// <summary>Figures of the agents of a team or at a site, all together.</summary>
public sealed record GroupFigures
{
    public required string Name { get; init; }

    /// <summary>How many of them were online in the window or were offered a call.</summary>
    public required int Agents { get; init; }

    public required IReadOnlyList<Figure> Figures { get; init; }

    public static IReadOnlyList<GroupFigures> Of(
        IEnumerable<AgentTally> agents, Func<AgentTally, string?> group,
        IReadOnlyList<Definition<AgentTally>> wanted) =>
    [
        .. agents.Where(agent => group(agent) is not null).GroupBy(agent => group(agent)!, StringComparer.Ordinal)
            .OrderBy(of => of.Key, StringComparer.Ordinal)
            .Select(of => (of.Key, Count: of.Count(), Sum: AgentTally.Sum(of)))
            .Select(of => new GroupFigures
            {
                Name = of.Key, Agents = of.Count, Figures = [.. wanted.Select(one => one.Value(of.Sum))],
            }),
    ];
}

/// <summary>A definition as shown.</summary>
public sealed record DefinitionAnswer
{
    public required string Id { get; init; }

    public required int Version { get; init; }

    /// <summary>queue, agent or both.</summary>
    public required string Of { get; init; }

    /// <summary>count, ms or ratio (0 to 1).</summary>
    public required string Unit { get; init; }

    /// <summary>The formula in words.</summary>
    public required string English { get; init; }

    public required string Chinese { get; init; }

    /// <summary>Whose definition it is.</summary>
    public required string Source { get; init; }

    /// <summary>It changes with time alone; the stream tells it again with the next event only.</summary>
    public required bool MovesWithTime { get; init; }

    /// <summary>Every definition, in the order of the answers.</summary>
    public static IReadOnlyList<DefinitionAnswer> All { get; } =
    [
        .. QueueDefinitions.All.Select(one => Show(one, IsBoth(one.Id) ? "both" : "queue")),
        .. AgentDefinitions.All.Where(one => !IsBoth(one.Id)).Select(one => Show(one, "agent")),
    ];

    private static bool IsBoth(string id) => HandlingDefinitions.All.Any(one => one.Id == id);

    private static DefinitionAnswer Show<T>(Definition<T> one, string of) => new()
    {
        Id = one.Id,
        Version = one.Version,
        Of = of,
        Unit = one.Unit,
        English = one.English,
        Chinese = one.Chinese,
        Source = one.Source,
        MovesWithTime = one.MovesWithTime,
    };
}
