namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the leg of the agent is gone after the call was answered.</summary>
[Event("call", "agent-released", nameof(CallId), Public = true)]
public sealed record AgentReleased
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The assignment that led to this.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>Who ended it: agent, caller or system.</summary>
    public required string ReleasedBy { get; init; }

    /// <summary>Time from bridged to released, in milliseconds.</summary>
    public required long TalkMs { get; init; }

    /// <summary>When the leg was gone.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }
}
