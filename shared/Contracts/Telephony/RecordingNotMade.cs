namespace CallCenter.Contracts.Telephony;

/// <summary>Said when there will be no recording of a talk; the talk itself goes on.</summary>
[Event("call", "recording-not-made", nameof(CallId), Public = true)]
public sealed record RecordingNotMade
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>Id that the recording would have had.</summary>
    public required Guid RecordingId { get; init; }

    /// <summary>The assignment that led to the talk.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>
    /// Why: disk-full (a disk is below its bound), failed (the switch refused) or not-fetched (what was recorded could
    /// not be brought into the store).
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>When that was known.</summary>
    public required DateTimeOffset KnownAt { get; init; }
}
