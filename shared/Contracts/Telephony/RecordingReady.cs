namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when the recording of a talk lies complete in the recording store: stereo WAV, left channel the caller,
/// right channel the agent.
/// </summary>
[Event("call", "recording-ready", nameof(CallId), Public = true)]
public sealed record RecordingReady
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>Id of the recording: the key in the recording store.</summary>
    public required Guid RecordingId { get; init; }

    /// <summary>The assignment that led to this.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The queue the call was answered from.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Length of the recording, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>The instant of the first sample.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
