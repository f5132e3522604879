namespace CallCenter.Routing.Figures;

/// <summary>The span of time that figures are counted over, and their thresholds.</summary>
public sealed record FigureWindow
{
    /// <summary>The longest window: one that is asked for is counted at once.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    private const int LongestName = 100;
    private const long LongestWithinMs = 7 * 24 * 3_600_000L;

    /// <summary>Its first instant.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end, which no longer belongs to it.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>T of the service levels of all queues, in milliseconds; absent: each its own.</summary>
    public long? WithinMs { get; init; }

    /// <summary>
    /// Who leaves any queue after so many milliseconds at the latest has abandoned shortly; absent: each its own.
    /// </summary>
    public long? ShortMs { get; init; }

    /// <summary>T of a queue without a target.</summary>
    public required long UsualWithinMs { get; init; }

    /// <summary>The short-abandon threshold of a queue without a target.</summary>
    public required long UsualShortMs { get; init; }

    /// <summary>A call that entered before this waits no more at the end: its end was never heard.</summary>
    public required DateTimeOffset GhostsAt { get; init; }

    /// <summary>From midnight UTC until now.</summary>
    public static FigureWindow Today(RoutingOptions settings, DateTimeOffset now) => new()
    {
        From = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero),
        To = now,
        UsualWithinMs = (long)settings.ServiceLevelTime.TotalMilliseconds,
        UsualShortMs = (long)settings.ShortAbandonTime.TotalMilliseconds,
        GhostsAt = now - settings.LongestWait,
    };

    /// <summary>What was asked for; what was not is as <see cref="Today"/>.</summary>
    public static FigureWindow Of(FigureQuery asked, RoutingOptions settings, DateTimeOffset now)
    {
        var today = Today(settings, now);
        var to = asked.To?.ToUniversalTime() ?? now;
        return today with
        {
            From = asked.From?.ToUniversalTime()
                ?? (asked.LastMs is { } last ? to.AddMilliseconds(-last) : Today(settings, to).From),
            To = to,
            WithinMs = asked.WithinMs,
            ShortMs = asked.ShortMs,
            GhostsAt = to - settings.LongestWait,
        };
    }

    /// <summary>The first field of a query that breaks a rule, and the rule.</summary>
    public static (string Field, string Rule)? Problem(FigureQuery asked, DateTimeOffset now)
    {
        var to = asked.To ?? now;
        return to > now ? ("to", "must not lie in the future")
            : asked is { From: not null, LastMs: not null } ? ("lastMs", "goes without \"from\"")
            : asked.From >= to ? ("from", "must be before \"to\"")
            : to - asked.From > Longest ? ("from", "must be at most 31 days before \"to\"")
            : asked.LastMs < 1 || asked.LastMs > Longest.TotalMilliseconds ? ("lastMs", "must be 1 to 31 days")
            : asked.WithinMs is < 1 or > LongestWithinMs ? ("withinMs", "must be 1 to 604800000")
            : asked.Team?.Length > LongestName ? ("team", "must be at most 100 characters")
            : asked.Site?.Length > LongestName ? ("site", "must be at most 100 characters")
            : asked.ShortMs is < 0 or > 600_000 ? ("shortMs", "must be 0 to 600000")
            : null;
    }
}

/// <summary>What is asked of figures, in the query.</summary>
public sealed record FigureQuery
{
    /// <summary>First instant, RFC 3339; without it midnight UTC before "to".</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End; without it now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The window begins so many milliseconds before its end.</summary>
    public long? LastMs { get; init; }

    /// <summary>T of the service levels, in milliseconds; without it each queue's own.</summary>
    public long? WithinMs { get; init; }

    /// <summary>The short-abandon threshold, in milliseconds; without it each queue's own.</summary>
    public long? ShortMs { get; init; }

    /// <summary>Of agents: only those who are of that team now.</summary>
    public string? Team { get; init; }

    /// <summary>Of agents: only those who are at that site now.</summary>
    public string? Site { get; init; }

    /// <summary>Ids of the definitions that are wanted; all without it.</summary>
    public string[]? Definition { get; init; }

    /// <summary>Whether an agent is of the team and at the site asked for.</summary>
    public bool IsAbout(AgentTally agent) =>
        (Team is null || Team == agent.Team) && (Site is null || Site == agent.Site);
}
