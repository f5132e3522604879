namespace CallCenter.Telephony.Calls;

/// <summary>The recording of a talk, as far as the call knows it.</summary>
public sealed record CallRecording
{
    public required Guid RecordingId { get; init; }

    public required Guid AssignmentId { get; init; }

    public required Guid AgentId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>The instant of the first sample.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the talk was over: from here the recording can be fetched.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Since when it is silent on purpose; absent while it is not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When it goes on by itself.</summary>
    public DateTimeOffset? PauseUntilAt { get; init; }

    /// <summary>When the switch, which did not obey, is told again to record what is said.</summary>
    public DateTimeOffset? ResumeAt { get; init; }

    /// <summary>The control that waits for the recording to be silent.</summary>
    public Guid? PauseControlId { get; init; }

    /// <summary>The switch could not record.</summary>
    public bool Failed { get; init; }
}
