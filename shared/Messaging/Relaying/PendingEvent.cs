namespace CallCenter.Messaging.Relaying;

/// <summary>A committed event that the broker has not confirmed yet.</summary>
public sealed record PendingEvent
{
    public required long Id { get; init; }

    public required int Part { get; init; }

    public required DateOnly Day { get; init; }

    public required int Attempts { get; init; }

    public required Guid EventId { get; init; }

    public required string Subject { get; init; }

    public required long SubjectSeq { get; init; }

    public required string Type { get; init; }

    public required string RoutingKey { get; init; }

    public required string MessageType { get; init; }

    public required string Source { get; init; }

    public required string? TraceParent { get; init; }

    public required DateTimeOffset SaidAt { get; init; }

    public required byte[] Body { get; init; }
}
