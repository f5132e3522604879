namespace CallCenter.Contracts.Routing;

/// <summary>
/// Said when a call was found in a state that cannot be and was brought out of it, or was freed by hand: a reason to
/// look at what went wrong.
/// </summary>
[Event("call", "repaired", nameof(CallId), Public = true)]
public sealed record CallRepaired
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>
    /// What was found: assigned-without-assignment, assignment-of-ended-call, assignment-of-unknown-call,
    /// assignment-without-deadline, call-contradicts-assignment, call-never-ended, waiting-beside-idle, or
    /// freed-by-hand.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>
    /// What was done: returned-to-queue, rescinded, released, wrapped-up, deadline-given, call-corrected, ended,
    /// not-routable or matcher-woken.
    /// </summary>
    public required string Done { get; init; }

    /// <summary>The agent who was held, or who was idle beside it.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>The assignment that was ended or believed.</summary>
    public Guid? AssignmentId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RepairedAt { get; init; }
}
