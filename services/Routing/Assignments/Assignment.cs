using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Assignments;

/// <summary>An agent reserved for a call, with a deadline.</summary>
public sealed record Assignment
{
    public required Guid AssignmentId { get; init; }

    public required Guid CallId { get; init; }

    public required Guid AgentId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>One of <see cref="Channels.All"/>.</summary>
    public string Channel { get; init; } = Channels.Voice;

    /// <summary>One of <see cref="AssignmentStates"/>.</summary>
    public required string State { get; init; }

    public DateTimeOffset AssignedAt { get; init; }

    /// <summary>Telephony alone ends ringing, at this instant.</summary>
    public DateTimeOffset RingUntilAt { get; init; }

    /// <summary>When Routing repairs what it has not heard the end of.</summary>
    public DateTimeOffset? LeaseUntilAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    public DateTimeOffset? WrapUpUntilAt { get; init; }

    /// <summary>How the wrap-up ends, as the queue said at the release: one of <see cref="WrapUpModes"/>.</summary>
    public string? WrapUpMode { get; init; }

    /// <summary>The latest instant to which the agent may put off the end of the wrap-up.</summary>
    public DateTimeOffset? WrapUpMostUntilAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was declined or taken back; forgotten where a mandatory wrap-up had no disposition.</summary>
    public string? Reason { get; init; }

    public string? Disposition { get; init; }

    /// <summary>The caller's mood as the agent says it: abusive or angry.</summary>
    public string? Mood { get; init; }

    /// <summary>It holds its agent.</summary>
    public bool Live => State is AssignmentStates.Pending or AssignmentStates.Accepted;

    /// <summary>It has its agent alone: no other live one may be of such a channel.</summary>
    public bool Exclusive => Channels.IsExclusive(Channel);

    public bool Talking => State == AssignmentStates.Accepted && ReleasedAt is null;

    public bool WrappingUp => State == AssignmentStates.Accepted && ReleasedAt is not null;

    /// <summary>A deadline of it has come.</summary>
    public bool IsDue(DateTimeOffset now) => Live && (LeaseUntilAt <= now || WrapUpUntilAt <= now);

    /// <summary>The assignment over without a talk.</summary>
    public Assignment End(string state, string reason, DateTimeOffset at) =>
        this with { State = state, Reason = reason, EndedAt = at, LeaseUntilAt = null };

    /// <summary>The assignment over with everything done.</summary>
    public Assignment Complete(DateTimeOffset at) => this with
    {
        State = AssignmentStates.Completed,
        EndedAt = at,
        LeaseUntilAt = null,
        WrapUpUntilAt = null,
    };

    /// <summary>What is said when the work after the call is done.</summary>
    public CallWrappedUp WrappedUp(DateTimeOffset at) => new()
    {
        CallId = CallId,
        AssignmentId = AssignmentId,
        AgentId = AgentId,
        QueueId = QueueId,
        Disposition = Disposition,
        Mood = Mood,
        Forgotten = Reason == AssignmentRules.Forgotten ? true : null,
        DurationMs = Math.Max(0, (long)(at - (ReleasedAt ?? at)).TotalMilliseconds),
        WrappedUpAt = at,
    };

    /// <summary>What is said when Routing takes it back.</summary>
    public AssignmentRescinded Rescinded(DateTimeOffset at) => new()
    {
        CallId = CallId,
        AssignmentId = AssignmentId,
        AgentId = AgentId,
        Reason = Reason ?? "expired",
        RescindedAt = at,
    };
}

/// <summary>An assignment with its call and its agent: what one fact can change.</summary>
public sealed record Engagement
{
    public required Assignment Assignment { get; init; }

    public required WaitingCall Call { get; init; }

    public required Agent Agent { get; init; }
}

/// <summary>What a fact changes: everything in <see cref="Changed"/> is saved, the events are said.</summary>
public sealed record Outcome
{
    public IReadOnlyList<Engagement> Changed { get; init; } = [];

    public IReadOnlyList<object> Events { get; init; } = [];

    /// <summary>Why nothing was done, when nothing was done.</summary>
    public string? Refusal { get; init; }

    public static Outcome Refused(string why) => new() { Refusal = why };
}
