namespace CallCenter.Routing.Assignments;

/// <summary>An assignment as shown to its agent.</summary>
public sealed record AssignmentAnswer
{
    public required Guid Id { get; init; }

    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>pending, accepted, declined, expired, rescinded or completed.</summary>
    public required string State { get; init; }

    public required DateTimeOffset AssignedAt { get; init; }

    public required DateTimeOffset RingUntilAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>When the wrap-up ends by itself.</summary>
    public DateTimeOffset? WrapUpUntilAt { get; init; }

    public string? Disposition { get; init; }

    /// <summary>The caller's mood as the agent says it: abusive or angry.</summary>
    public string? Mood { get; init; }

    public static AssignmentAnswer Of(Assignment assignment) => new()
    {
        Id = assignment.AssignmentId,
        CallId = assignment.CallId,
        QueueId = assignment.QueueId,
        State = assignment.State,
        AssignedAt = assignment.AssignedAt,
        RingUntilAt = assignment.RingUntilAt,
        AnsweredAt = assignment.AnsweredAt,
        ReleasedAt = assignment.ReleasedAt,
        WrapUpUntilAt = assignment.WrapUpUntilAt,
        Disposition = assignment.Disposition,
        Mood = assignment.Mood,
    };
}
