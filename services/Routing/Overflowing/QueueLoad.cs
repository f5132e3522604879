namespace CallCenter.Routing.Overflowing;

/// <summary>How a queue fares: what overflow rules look at.</summary>
public sealed record QueueLoad
{
    /// <summary>Calls without an agent.</summary>
    public required int Waiting { get; init; }

    /// <summary>What a caller who came now would wait; absent while nothing is known, or nobody is at work.</summary>
    public long? EstimatedWaitMs { get; init; }

    /// <summary>Agents at work who could serve the queue, idle or not.</summary>
    public required int Staffed { get; init; }
}

/// <summary>An overflow rule that holds.</summary>
public sealed record HeldRule
{
    public required Guid QueueId { get; init; }

    /// <summary>The rule by its own words.</summary>
    public required string Rule { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset ActiveAt { get; init; }
}

/// <summary>How many calls are in a queue.</summary>
public sealed record QueueCount
{
    public Guid QueueId { get; init; }

    /// <summary>Without an agent.</summary>
    public int Waiting { get; init; }

    /// <summary>Without an agent, or being rung for.</summary>
    public int Standing { get; init; }

    /// <summary>What a caller who came now would wait, if that is known.</summary>
    public long? EstimatedWaitMs { get; init; }
}

/// <summary>The calls of a queue that may have to leave it: those that came so early or so late.</summary>
public sealed record ExitWindow(Guid QueueId, DateTimeOffset? EnteredBefore, DateTimeOffset? EnteredSince);
