namespace CallCenter.Routing.Overflowing;

/// <summary>A call left a queue without an agent, or was refused at its door.</summary>
public sealed record CallMove
{
    public required Guid CallId { get; init; }

    public required DateTimeOffset MovedAt { get; init; }

    public required Guid FromQueueId { get; init; }

    /// <summary>Absent where no queue took it: it was not routable, or it ended.</summary>
    public Guid? ToQueueId { get; init; }

    /// <summary>
    /// overflow or too-long; at the door as CallNotRoutable says it; abandoned or ended where the wait ended with the
    /// call.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>What the reason alone does not tell; for an end while it waited, why nobody had got it.</summary>
    public string? Detail { get; init; }

    /// <summary>The call ended while it waited.</summary>
    public bool Ended => Reason is Abandoned or EndedWaiting;

    public const string Abandoned = "abandoned";
    public const string EndedWaiting = "ended";
}
