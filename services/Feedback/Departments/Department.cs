namespace CallCenter.Feedback.Departments;

/// <summary>A department that owns complaints, and how fast it has committed itself to act.</summary>
public sealed record Department
{
    public required Guid DepartmentId { get; init; }

    public required string Name { get; init; }

    public required long CommitmentMs { get; init; }

    /// <summary>Owns what no other answers for.</summary>
    public required bool IsDefault { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public TimeSpan Commitment => TimeSpan.FromMilliseconds(CommitmentMs);
}

/// <summary>That a department answers for a queue, for a reason, or for that reason in that queue.</summary>
public sealed record DepartmentDuty
{
    public required Guid DepartmentId { get; init; }

    public Guid? QueueId { get; init; }

    public string? Reason { get; init; }
}
