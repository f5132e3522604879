namespace CallCenter.Contracts.Feedback;

/// <summary>Said when a complaint is opened, owned by a department, with its two clocks running.</summary>
[Event("complaint", "raised", nameof(ComplaintId), Public = true)]
public sealed record ComplaintRaised
{
    /// <summary>The complaint.</summary>
    public required Guid ComplaintId { get; init; }

    /// <summary>The call it came from.</summary>
    public Guid? CallId { get; init; }

    /// <summary>The customer, when known.</summary>
    public Guid? CustomerId { get; init; }

    /// <summary>The department that owns it.</summary>
    public required Guid DepartmentId { get; init; }

    /// <summary>survey, evaluation, agent or customer.</summary>
    public required string Source { get; init; }

    /// <summary>Reason code.</summary>
    public required string Reason { get; init; }

    /// <summary>The queue of the call.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>The agent of the call.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>By when the customer was promised an answer.</summary>
    public required DateTimeOffset PromiseDueAt { get; init; }

    /// <summary>By when the department has committed itself to act.</summary>
    public required DateTimeOffset CommitmentDueAt { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RaisedAt { get; init; }
}
