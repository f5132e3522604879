namespace CallCenter.Contracts.Routing;

/// <summary>Said when a queue is added or changed.</summary>
[Event("queue", "changed", nameof(QueueId), Public = true)]
public sealed record QueueChanged
{
    /// <summary>The queue.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>Name of the queue.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it takes calls.</summary>
    public required bool Open { get; init; }

    /// <summary>Skills that its agents must have.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>Until when its surge is on; absent: it is off.</summary>
    public DateTimeOffset? SurgeUntilAt { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
