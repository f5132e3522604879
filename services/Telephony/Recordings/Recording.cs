namespace CallCenter.Telephony.Recordings;

/// <summary>A recorded talk on its way from the switch to the recording store.</summary>
public sealed record Recording
{
    public required Guid RecordingId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>talk or voicemail.</summary>
    public required string Kind { get; init; }

    /// <summary>Absent for a voicemail.</summary>
    public Guid? AssignmentId { get; init; }

    /// <summary>Absent for a voicemail.</summary>
    public Guid? AgentId { get; init; }

    public required Guid QueueId { get; init; }

    public required string Node { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    public int Attempts { get; init; }

    public Guid? NumberId { get; init; }

    public string? CallerRef { get; init; }

    public string? TraceParent { get; init; }
}
