using CallCenter.Contracts.Routing;

namespace CallCenter.Routing.Queues;

/// <summary>A queue: which skills its agents must have, and how long they are rung and may wrap up.</summary>
public sealed record Queue
{
    public required Guid QueueId { get; init; }

    public required string Name { get; init; }

    public string[] Skills { get; init; } = [];

    /// <summary>By hand; a closed queue takes no new calls, those that wait in it are still served.</summary>
    public bool Open { get; init; }

    public int RingMs { get; init; }

    public int WrapUpMs { get; init; }

    /// <summary>One of <see cref="WrapUpModes"/>.</summary>
    public string WrapUpMode { get; init; } = WrapUpModes.Optional;

    public int WrapUpMostMs { get; init; } = WrapUpPlan.UsualMostMs;

    /// <summary>How its calls find their agents.</summary>
    public QueuePlan Plan { get; init; } = QueuePlan.Default;

    /// <summary>The plan as it is stored.</summary>
    public string PlanJson
    {
        get => Plan.Write();
        init => Plan = QueuePlan.Read(value);
    }

    /// <summary>Until when the surge of the plan is on; absent: it is off.</summary>
    public DateTimeOffset? SurgeUntilAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    public TimeSpan RingTime => TimeSpan.FromMilliseconds(RingMs);

    /// <summary>How the work after its calls ends.</summary>
    public WrapUpPlan WrapUp => new() { Mode = WrapUpMode, Ms = WrapUpMs, MostMs = WrapUpMostMs };

    /// <summary>The queue by which calls are treated at an instant: while a surge is on its plan is another.</summary>
    public Queue At(DateTimeOffset now) =>
        SurgeUntilAt > now && Plan.Surge is { } surge ? this with { Plan = surge.ApplyTo(Plan) } : this;

    /// <summary>Whether it takes calls: by hand and by its hours.</summary>
    public bool IsOpenAt(DateTimeOffset now) => Open && (Plan.Hours is null || HoursRules.IsOpen(Plan.Hours, now));

    /// <summary>What is to be said when this replaces the earlier queue.</summary>
    public IReadOnlyList<object> ChangesSince(Queue? earlier) =>
        earlier is not null && earlier.Name == Name && earlier.Open == Open
            && earlier.SurgeUntilAt == SurgeUntilAt && earlier.Skills.SequenceEqual(Skills)
            ? []
            : [Changed()];

    private QueueChanged Changed() => new()
    {
        QueueId = QueueId,
        Name = Name,
        Open = Open,
        Skills = Skills,
        SurgeUntilAt = SurgeUntilAt,
        ChangedAt = ChangedAt,
    };
}
