using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Liveness;

/// <summary>A state that cannot be, what brings it back to one that can, and what is said about it.</summary>
public sealed record Finding
{
    /// <summary>One of <see cref="FindingKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What was done, as the contracts name it.</summary>
    public required string Done { get; init; }

    /// <summary>Whether it is the agent who was repaired, and not the call.</summary>
    public bool AboutAgent { get; init; }

    public Guid? AgentId { get; init; }

    public Guid? CallId { get; init; }

    public Guid? AssignmentId { get; init; }

    /// <summary>Assignments with their calls and agents, as they are afterwards.</summary>
    public IReadOnlyList<Engagement> Changed { get; init; } = [];

    /// <summary>The agent who is changed without an assignment, as they are afterwards.</summary>
    public Agent? Agent { get; init; }

    /// <summary>The call that no assignment holds, as it is afterwards.</summary>
    public WaitingCall? Call { get; init; }

    /// <summary>What follows for others; that something was repaired is said after it.</summary>
    public IReadOnlyList<object> Events { get; init; } = [];

    /// <summary>The trace of the call that it is about.</summary>
    public string? Traceparent => Call?.Traceparent ?? (Changed is [var first, ..] ? first.Call.Traceparent : null);

    /// <summary>What is said, in order.</summary>
    public IReadOnlyList<object> Says(DateTimeOffset at) => [.. Events, AboutAgent ? OfAgent(at) : OfCall(at)];

    /// <summary>What is kept of it.</summary>
    public Repair Record(Guid repairId, DateTimeOffset at, string? reason = null, string? by = null) => new()
    {
        RepairId = repairId,
        RepairedAt = at,
        Kind = Kind,
        Done = Done,
        AgentId = AgentId,
        CallId = CallId,
        AssignmentId = AssignmentId,
        Reason = reason,
        RepairedBy = by,
    };

    private AgentRepaired OfAgent(DateTimeOffset at) => new()
    {
        AgentId = AgentId!.Value,
        Kind = Kind,
        Done = Done,
        CallId = CallId,
        AssignmentId = AssignmentId,
        RepairedAt = at,
    };

    private CallRepaired OfCall(DateTimeOffset at) => new()
    {
        CallId = CallId!.Value,
        Kind = Kind,
        Done = Done,
        AgentId = AgentId,
        AssignmentId = AssignmentId,
        RepairedAt = at,
    };
}

/// <summary>What can be found.</summary>
public static class FindingKinds
{
    /// <summary>An agent is reserved or rung, and no assignment holds them.</summary>
    public const string ReservedWithoutAssignment = "reserved-without-assignment";

    /// <summary>An agent talks or wraps up, and no assignment holds them.</summary>
    public const string BusyWithoutAssignment = "busy-without-assignment";

    /// <summary>The activity of an agent, or its call, is not that of the assignment that holds them.</summary>
    public const string ActivityContradictsAssignment = "activity-contradicts-assignment";

    /// <summary>An agent is counted to hold more or less chats or tasks than assignments of them live.</summary>
    public const string HeldContradictsAssignments = "held-contradicts-assignments";

    /// <summary>A call is assigned, and no assignment holds it.</summary>
    public const string AssignedWithoutAssignment = "assigned-without-assignment";

    /// <summary>An assignment lives on after the end of its call.</summary>
    public const string AssignmentOfEndedCall = "assignment-of-ended-call";

    /// <summary>An assignment lives whose call nobody knows.</summary>
    public const string AssignmentOfUnknownCall = "assignment-of-unknown-call";

    /// <summary>A reservation that would never end by itself.</summary>
    public const string AssignmentWithoutDeadline = "assignment-without-deadline";

    /// <summary>Where the call stands is not where its assignment says.</summary>
    public const string CallContradictsAssignment = "call-contradicts-assignment";

    /// <summary>Nothing was heard of a call for longer than a call can live.</summary>
    public const string CallNeverEnded = "call-never-ended";

    /// <summary>A call waits, an agent who may take it is idle, and the matcher does not bring them together.</summary>
    public const string WaitingBesideIdle = "waiting-beside-idle";

    /// <summary>A supervisor ended what held an agent or a call.</summary>
    public const string FreedByHand = "freed-by-hand";
}
