namespace CallCenter.Contracts.Telephony;

/// <summary>Said when a call comes to a node of its flow that is marked as a milestone; each time.</summary>
[Event("call", "flow-milestone", nameof(CallId), Public = true)]
public sealed record FlowMilestone
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The flow that the node is in.</summary>
    public required string Flow { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }

    /// <summary>Name of the node.</summary>
    public required string Node { get; init; }

    /// <summary>Name of the milestone.</summary>
    public required string Milestone { get; init; }

    /// <summary>When the call came there.</summary>
    public required DateTimeOffset ReachedAt { get; init; }
}
