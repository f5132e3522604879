using CallCenter.Contracts.Routing;

namespace CallCenter.Routing.Queues;

/// <summary>A queue: which skills its agents must have, and how long they are rung and may wrap up.</summary>
public sealed record Queue
{
    public required Guid QueueId { get; init; }

    public required string Name { get; init; }

    public string[] Skills { get; init; } = [];

    /// <summary>A closed queue takes no new calls; those that wait in it are still served.</summary>
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

    public DateTimeOffset ChangedAt { get; init; }

    public TimeSpan RingTime => TimeSpan.FromMilliseconds(RingMs);

    /// <summary>How the work after its calls ends.</summary>
    public WrapUpPlan WrapUp => new() { Mode = WrapUpMode, Ms = WrapUpMs, MostMs = WrapUpMostMs };

    /// <summary>What is to be said when this replaces the earlier queue.</summary>
    public IReadOnlyList<object> ChangesSince(Queue? earlier) =>
        earlier is not null && earlier.Name == Name && earlier.Open == Open && earlier.Skills.SequenceEqual(Skills)
            ? []
            : [Changed()];

    private QueueChanged Changed() => new()
    {
        QueueId = QueueId,
        Name = Name,
        Open = Open,
        Skills = Skills,
        ChangedAt = ChangedAt,
    };
}
