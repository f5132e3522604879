namespace CallCenter.Telephony.Recordings;

/// <summary>A recorded talk on its way from the switch to the recording store.</summary>
public sealed record Recording
{
    public required Guid RecordingId { get; init; }

    public required Guid CallId { get; init; }

    public required Guid AssignmentId { get; init; }

    public required Guid AgentId { get; init; }

    public required Guid QueueId { get; init; }

    public required string Node { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    public int Attempts { get; init; }

    public string? TraceParent { get; init; }
}
