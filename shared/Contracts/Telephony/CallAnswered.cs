namespace CallCenter.Contracts.Telephony;

/// <summary>Said when caller and agent are bridged.</summary>
[Event("call", "answered", nameof(CallId), Public = true)]
public sealed record CallAnswered
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The assignment that led to this.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The queue the call was answered from.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>When they were bridged.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }
}
