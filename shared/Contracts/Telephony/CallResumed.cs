namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the caller is no longer on hold, also because the talk has ended.</summary>
[Event("call", "resumed", nameof(CallId), Public = true)]
public sealed record CallResumed
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>How long the caller was on hold, in milliseconds.</summary>
    public required long HeldMs { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ResumedAt { get; init; }
}
