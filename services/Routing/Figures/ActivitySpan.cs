namespace CallCenter.Routing.Figures;

/// <summary>What an agent had chosen and was doing, from one change to the next.</summary>
public sealed record ActivitySpan
{
    public required Guid AgentId { get; init; }

    /// <summary>Place of the event that began it among those that Routing said.</summary>
    public required long Id { get; init; }

    public required DateTimeOffset SinceAt { get; init; }

    /// <summary>Absent while it lasts.</summary>
    public DateTimeOffset? UntilAt { get; init; }

    /// <summary>What the agent chose.</summary>
    public required string Status { get; init; }

    /// <summary>What the agent was doing.</summary>
    public required string Activity { get; init; }

    /// <summary>The call of that activity.</summary>
    public Guid? CallId { get; init; }

    /// <summary>They let rings pass and are offered nothing until they return.</summary>
    public bool NotResponding { get; init; }

    /// <summary>Their phone cannot be reached.</summary>
    public bool PhoneOffline { get; init; }

    /// <summary>When that of their phone was so; absent while nothing was heard of it.</summary>
    public DateTimeOffset? PhoneChangedAt { get; init; }

    /// <summary>Since when they have chosen and been doing that, whatever their phone did; absent: since it began.
    /// </summary>
    public DateTimeOffset? DoingSinceAt { get; init; }
}
