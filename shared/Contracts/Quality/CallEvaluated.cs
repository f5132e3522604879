namespace CallCenter.Contracts.Quality;

/// <summary>Said when a recording has been measured and the evaluation form applied.</summary>
[Event("call", "evaluated", nameof(CallId), Public = true)]
public sealed record CallEvaluated
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The evaluation.</summary>
    public required Guid EvaluationId { get; init; }

    /// <summary>The recording it rests on.</summary>
    public required Guid RecordingId { get; init; }

    /// <summary>The agent who talked.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>The queue the call was answered from.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>Name of the evaluation form.</summary>
    public required string Form { get; init; }

    /// <summary>Version of the form.</summary>
    public required int FormVersion { get; init; }

    /// <summary>0 to 100; absent when nothing on the form was applicable.</summary>
    public decimal? Score { get; init; }

    /// <summary>Talk of the agent divided by talk of both, 0 to 1; absent when nobody spoke.</summary>
    public decimal? AgentTalkShare { get; init; }

    /// <summary>Time between first and last speech in which nobody spoke, in milliseconds.</summary>
    public required long SilenceMs { get; init; }

    /// <summary>The longest such gap, in milliseconds.</summary>
    public required long LongestSilenceMs { get; init; }

    /// <summary>Time in which both spoke, in milliseconds.</summary>
    public required long OverlapMs { get; init; }

    /// <summary>How often the agent interrupted the caller.</summary>
    public required int AgentInterruptions { get; init; }

    /// <summary>How often the caller interrupted the agent.</summary>
    public required int CallerInterruptions { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset EvaluatedAt { get; init; }
}
