namespace CallCenter.Routing.Overflowing;

/// <summary>A call left a queue without an agent.</summary>
public sealed record CallMove
{
    public required Guid CallId { get; init; }

    public required DateTimeOffset MovedAt { get; init; }

    public required Guid FromQueueId { get; init; }

    /// <summary>Absent where no queue took it: it was not routable.</summary>
    public Guid? ToQueueId { get; init; }

    /// <summary>overflow or too-long.</summary>
    public required string Reason { get; init; }
}
