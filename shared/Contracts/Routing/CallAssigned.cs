namespace CallCenter.Contracts.Routing;

/// <summary>Said when an agent is reserved for a waiting call; Telephony rings that agent until the deadline.</summary>
[Event("call", "assigned", nameof(CallId), Public = true)]
public sealed record CallAssigned
{
    /// <summary>The call; of an agent found for another to ask, the consultation of ConsultationQueued.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The assignment that led to this.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The queue.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>video, chat or task; voice when absent.</summary>
    public string? Channel { get; init; }

    /// <summary>When the agent was reserved.</summary>
    public required DateTimeOffset AssignedAt { get; init; }

    /// <summary>Deadline: Telephony alone ends ringing, at this instant.</summary>
    public required DateTimeOffset RingUntilAt { get; init; }
}
