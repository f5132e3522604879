using System.Collections.Immutable;

namespace CallCenter.Routing.Figures;

/// <summary>
/// Today's figures as they were last told to those who watch. A value: what changed since any version of it can be
/// asked at any time, so a slow reader costs no queue, only a larger difference.
/// </summary>
public sealed record Board
{
    /// <summary>Increases with every change; comparable within one <see cref="Epoch"/> only.</summary>
    public long Version { get; init; }

    /// <summary>Names this run of versions.</summary>
    public required string Epoch { get; init; }

    /// <summary>When its figures were counted.</summary>
    public DateTimeOffset At { get; init; }

    public ImmutableDictionary<(string Kind, Guid Id), BoardSubject> Subjects { get; init; } =
        ImmutableDictionary<(string Kind, Guid Id), BoardSubject>.Empty;

    /// <summary>Name of the present version, as a reader gives it back in Last-Event-ID.</summary>
    public string EventId => $"{Epoch}.{Version}";

    /// <summary>The version behind such a name; 0 (nothing is known) when it is not of this epoch.</summary>
    public long VersionOf(string? eventId) =>
        eventId is not null && eventId.StartsWith($"{Epoch}.", StringComparison.Ordinal)
            && long.TryParse(eventId.AsSpan(Epoch.Length + 1), out var version) && version > 0 && version <= Version
            ? version
            : 0;

    /// <summary>The board after a new count of these subjects; the others stay as they are.</summary>
    public Board Count(IEnumerable<SubjectCount> counted, DateTimeOffset at)
    {
        var next = Version + 1;
        var subjects = Subjects;
        foreach (var count in counted)
        {
            var key = (count.Kind, count.Id);
            if (Subjects.GetValueOrDefault(key, BoardSubject.Nothing).Count(count, next, at) is { } changed)
            {
                subjects = subjects.SetItem(key, changed);
            }
        }

        return ReferenceEquals(subjects, Subjects) ? this : this with { Version = next, Subjects = subjects, At = at };
    }

    /// <summary>The subjects that have changed since a version, each with the figures that have.</summary>
    public IEnumerable<BoardChange> ChangesSince(long version) =>
        from pair in Subjects
        where pair.Value.Version > version
        orderby pair.Key.Kind, pair.Key.Id
        select new BoardChange
        {
            Kind = pair.Key.Kind,
            Id = pair.Key.Id,
            At = pair.Value.At,
            Team = pair.Value.Team,
            Site = pair.Value.Site,
            Status = pair.Value.Status,
            Activity = pair.Value.Activity,
            SinceAt = pair.Value.SinceAt,
            Figures = [.. pair.Value.Figures.Where(one => one.Version > version).Select(one => one.Figure)],
        };
}

/// <summary>Kinds of subject, which name the events of the stream.</summary>
public static class BoardKinds
{
    public const string Queue = "queue";
    public const string Agent = "agent";

    /// <summary>All agents together; its id is empty.</summary>
    public const string Agents = "agents";
}

/// <summary>What was counted of a subject.</summary>
public sealed record SubjectCount
{
    public required string Kind { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Of an agent: those of now.</summary>
    public string? Team { get; init; }

    public string? Site { get; init; }

    public string? Status { get; init; }

    public string? Activity { get; init; }

    public DateTimeOffset? SinceAt { get; init; }

    public required IReadOnlyList<Figure> Figures { get; init; }

    /// <summary>Ids of those of the figures that change with time alone: they are no reason to tell.</summary>
    public required IReadOnlySet<string> Moving { get; init; }
}

/// <summary>A subject on the board: each figure with the version in which it changed last.</summary>
public sealed record BoardSubject
{
    public static readonly BoardSubject Nothing = new();

    public long Version { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Of an agent: those of now.</summary>
    public string? Team { get; init; }

    public string? Site { get; init; }

    public string? Status { get; init; }

    public string? Activity { get; init; }

    public DateTimeOffset? SinceAt { get; init; }

    public IReadOnlyList<(Figure Figure, long Version)> Figures { get; init; } = [];

    /// <summary>The subject after a count; null when nothing but time has changed it.</summary>
    public BoardSubject? Count(SubjectCount count, long version, DateTimeOffset at)
    {
        var known = Figures.ToDictionary(one => one.Figure.Id);
        var figures = count.Figures
            .Select(figure => known.TryGetValue(figure.Id, out var old) && old.Figure == figure ? old
                : (Figure: figure, Version: version))
            .ToList();
        var same = count.Status == Status && count.Activity == Activity && count.SinceAt == SinceAt
            && count.Team == Team && count.Site == Site
            && figures.All(one => one.Version < version || count.Moving.Contains(one.Figure.Id));
        return same ? null : new BoardSubject
        {
            Version = version,
            At = at,
            Team = count.Team,
            Site = count.Site,
            Status = count.Status,
            Activity = count.Activity,
            SinceAt = count.SinceAt,
            Figures = figures,
        };
    }
}

/// <summary>What the stream tells of a subject.</summary>
public sealed record BoardChange
{
    /// <summary>queue, agent, or agents: all together; the name of the event too.</summary>
    public required string Kind { get; init; }

    public required Guid Id { get; init; }

    /// <summary>When it was counted.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Of an agent: those of now.</summary>
    public string? Team { get; init; }

    public string? Site { get; init; }

    public string? Status { get; init; }

    public string? Activity { get; init; }

    public DateTimeOffset? SinceAt { get; init; }

    /// <summary>The figures that have changed; at first all.</summary>
    public required IReadOnlyList<Figure> Figures { get; init; }
}
