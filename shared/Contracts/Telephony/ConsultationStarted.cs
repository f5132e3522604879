namespace CallCenter.Contracts.Telephony;

/// <summary>Said when the agent talks with a third party while the caller is on hold.</summary>
[Event("call", "consultation-started", nameof(CallId), Public = true)]
public sealed record ConsultationStarted
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>The agent on the other side; absent for a number.</summary>
    public Guid? ToAgentId { get; init; }

    /// <summary>The search by which Routing found them; absent where they were asked by name.</summary>
    public Guid? ConsultationId { get; init; }

    /// <summary>
    /// Their reservation, as CallAssigned said it: it is over, without wrap-up. From here on they talk beside the call.
    /// </summary>
    public Guid? AssignmentId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
