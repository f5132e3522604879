namespace CallCenter.Routing.Liveness;

/// <summary>What was found and done, as it is kept.</summary>
public sealed record Repair
{
    public required Guid RepairId { get; init; }

    public DateTimeOffset RepairedAt { get; init; }

    /// <summary>One of <see cref="FindingKinds"/>.</summary>
    public required string Kind { get; init; }

    public required string Done { get; init; }

    public Guid? AgentId { get; init; }

    public Guid? CallId { get; init; }

    public Guid? AssignmentId { get; init; }

    /// <summary>Why, where it was done by hand.</summary>
    public string? Reason { get; init; }

    /// <summary>Who did it by hand: the subject of their token.</summary>
    public string? RepairedBy { get; init; }
}

/// <summary>A repair as shown.</summary>
public sealed record RepairAnswer
{
    public required Guid Id { get; init; }

    public required DateTimeOffset RepairedAt { get; init; }

    /// <summary>What was found, or freed-by-hand.</summary>
    public required string Kind { get; init; }

    /// <summary>What was done about it.</summary>
    public required string Done { get; init; }

    public Guid? AgentId { get; init; }

    public Guid? CallId { get; init; }

    public Guid? AssignmentId { get; init; }

    /// <summary>Why, where it was done by hand.</summary>
    public string? Reason { get; init; }

    /// <summary>Who did it by hand: the subject of their token.</summary>
    public string? By { get; init; }

    public static RepairAnswer Of(Repair repair) => new()
    {
        Id = repair.RepairId,
        RepairedAt = repair.RepairedAt,
        Kind = repair.Kind,
        Done = repair.Done,
        AgentId = repair.AgentId,
        CallId = repair.CallId,
        AssignmentId = repair.AssignmentId,
        Reason = repair.Reason,
        By = repair.RepairedBy,
    };
}
