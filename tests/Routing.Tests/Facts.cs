using CallCenter.Contracts.Telephony;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests;

/// <summary>What Telephony says, about call 100 and agent 1 unless told otherwise.</summary>
internal static class Facts
{
    public static CallQueued Queued(int call = 100, double at = 0, Guid? queueId = null) => new()
    {
        CallId = Id(call),
        QueueId = queueId ?? Sales,
        QueuedAt = At(at),
        NumberId = Id(7),
        Language = "en",
    };

    public static CallEnded Ended(int call = 100, double at = 0) => new()
    {
        CallId = Id(call),
        Cause = "caller-hung-up",
        Abandoned = true,
        DurationMs = 1,
        QueuedMs = 1,
        TalkMs = 0,
        EndedAt = At(at),
    };

    public static AgentRinging Ringing(Guid assignment, int call = 100, int agent = 1, double at = 1) => new()
    {
        CallId = Id(call), AssignmentId = assignment, AgentId = Id(agent), RingingAt = At(at),
    };

    public static CallAnswered Answered(Guid assignment, int call = 100, int agent = 1, double at = 4) => new()
    {
        CallId = Id(call), AssignmentId = assignment, AgentId = Id(agent), QueueId = Sales, AnsweredAt = At(at),
    };

    public static AssignmentDeclined Declined(
        Guid assignment, string reason = "no-answer", int call = 100, int agent = 1, double at = 20) => new()
    {
        CallId = Id(call), AssignmentId = assignment, AgentId = Id(agent), Reason = reason, DeclinedAt = At(at),
    };

    public static AgentReleased Released(Guid assignment, int call = 100, int agent = 1, double at = 60) => new()
    {
        CallId = Id(call),
        AssignmentId = assignment,
        AgentId = Id(agent),
        ReleasedBy = "agent",
        TalkMs = 56_000,
        ReleasedAt = At(at),
    };
}
