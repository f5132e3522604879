namespace CallCenter.Routing.Assignments;

/// <summary>An assignment as shown to its agent.</summary>
public sealed record AssignmentAnswer
{
    public required Guid Id { get; init; }

    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>voice, video, chat or task.</summary>
    public required string Channel { get; init; }

    /// <summary>pending, accepted, declined, expired, rescinded or completed.</summary>
    public required string State { get; init; }

    public required DateTimeOffset AssignedAt { get; init; }

    public required DateTimeOffset RingUntilAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>When the wrap-up ends by itself.</summary>
    public DateTimeOffset? WrapUpUntilAt { get; init; }

    /// <summary>How the wrap-up ends: none, optional, timed, mandatory or extended; from the release on.</summary>
    public string? WrapUpMode { get; init; }

    /// <summary>The latest instant to which the agent may put off the end of the wrap-up.</summary>
    public DateTimeOffset? WrapUpMostUntilAt { get; init; }

    public string? Disposition { get; init; }

    /// <summary>The caller's mood as the agent says it: abusive or angry.</summary>
    public string? Mood { get; init; }

    public static AssignmentAnswer Of(Assignment assignment) => new()
    {
        Id = assignment.AssignmentId,
        CallId = assignment.CallId,
        QueueId = assignment.QueueId,
        Channel = assignment.Channel,
        State = assignment.State,
        AssignedAt = assignment.AssignedAt,
        RingUntilAt = assignment.RingUntilAt,
        AnsweredAt = assignment.AnsweredAt,
        ReleasedAt = assignment.ReleasedAt,
        WrapUpUntilAt = assignment.WrapUpUntilAt,
        WrapUpMode = assignment.WrapUpMode,
        WrapUpMostUntilAt = assignment.WrapUpMostUntilAt,
        Disposition = assignment.Disposition,
        Mood = assignment.Mood,
    };
}
