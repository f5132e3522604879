using CallCenter.Routing.Assignments;

namespace CallCenter.Routing.Loads;

/// <summary>A call that was hard on its agent: expected to be, or marked abusive or angry.</summary>
public sealed record HardCall
{
    public required Guid AssignmentId { get; init; }

    public required Guid CallId { get; init; }

    public required Guid AgentId { get; init; }

    public required Guid QueueId { get; init; }

    public string? CallerRef { get; init; }

    /// <summary>One of <see cref="Moods"/>; absent while the call was only expected to be hard.</summary>
    public string? Mood { get; init; }

    /// <summary>
    /// The how-manieth call it was since the agent came to work; absent where it was marked after its wrap-up.
    /// </summary>
    public int? Served { get; init; }

    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>When the talk was over; absent while it lasts.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>An assignment that came to a talk, if its call is or was expected to be hard.</summary>
    public static HardCall? Of(Engagement on) =>
        on.Assignment.AnsweredAt is { } answeredAt && (on.Assignment.Mood is not null || on.Call.Hard)
            ? new HardCall
            {
                AssignmentId = on.Assignment.AssignmentId,
                CallId = on.Assignment.CallId,
                AgentId = on.Assignment.AgentId,
                QueueId = on.Assignment.QueueId,
                CallerRef = on.Call.CallerRef,
                Mood = on.Assignment.Mood,
                Served = on.Assignment.Live ? on.Agent.CallsServed : null,
                AnsweredAt = answeredAt,
                ReleasedAt = on.Assignment.ReleasedAt,
            }
            : null;
}
