namespace CallCenter.Contracts.Routing;

/// <summary>Said when the agent has finished the work after a call.</summary>
[Event("call", "wrapped-up", nameof(CallId), Public = true)]
public sealed record CallWrappedUp
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The assignment that led to this.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The agent.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The queue.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>The code the agent chose; absent when the time for it ran out.</summary>
    public string? Disposition { get; init; }

    /// <summary>abusive or angry, where the agent says that the caller was; a fact about the call.</summary>
    public string? Mood { get; init; }

    /// <summary>True where the queue asks for a disposition and the longest wrap-up passed without one.</summary>
    public bool? Forgotten { get; init; }

    /// <summary>Length of the wrap-up, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>When it was finished.</summary>
    public required DateTimeOffset WrappedUpAt { get; init; }
}
