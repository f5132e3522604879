namespace CallCenter.Contracts.Routing;

/// <summary>Said when a waiting call goes to another queue; it keeps the instant at which it was queued.</summary>
[Event("call", "moved", nameof(CallId), Public = true)]
public sealed record CallMoved
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The queue that it left.</summary>
    public required Guid FromQueueId { get; init; }

    /// <summary>The queue in which it waits now.</summary>
    public required Guid ToQueueId { get; init; }

    /// <summary>overflow (the queue is overrun) or too-long (it has waited as long as the queue lets it).</summary>
    public required string Reason { get; init; }

    /// <summary>Its place: when it was first queued.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>When it was moved.</summary>
    public required DateTimeOffset MovedAt { get; init; }
}
