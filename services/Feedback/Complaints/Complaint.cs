namespace CallCenter.Feedback.Complaints;

/// <summary>A complaint, owned by a department, with its two clocks.</summary>
public sealed record Complaint
{
    public required Guid ComplaintId { get; init; }

    public required Guid CallId { get; init; }

    public Guid? CustomerId { get; init; }

    public required Guid DepartmentId { get; init; }

    /// <summary>open or closed.</summary>
    public required string State { get; init; }

    public required string Reason { get; init; }

    public Guid? QueueId { get; init; }

    public Guid? AgentId { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>By when the customer was promised an answer.</summary>
    public required DateTimeOffset PromiseDueAt { get; init; }

    /// <summary>By when the department has committed itself to act.</summary>
    public required DateTimeOffset CommitmentDueAt { get; init; }
}

/// <summary>States of a complaint.</summary>
public static class ComplaintStates
{
    public const string Open = "open";
    public const string Closed = "closed";
}

/// <summary>One source of a complaint, as it is kept.</summary>
public sealed record ComplaintSource
{
    public required Guid ComplaintId { get; init; }

    public required string Source { get; init; }

    public required string Origin { get; init; }

    public required string Reason { get; init; }

    public decimal? Score { get; init; }

    public Guid? ReportedBy { get; init; }

    public string? Note { get; init; }

    public required DateTimeOffset At { get; init; }
}
