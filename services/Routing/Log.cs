namespace CallCenter.Routing;

/// <summary>Every sentence the service can log. Names are stable; ids only, never numbers or names of people.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = "routing.fact.refused", Level = LogLevel.Information,
        Message = "{Fact} of call {CallId} changes nothing: {Why}")]
    public static partial void FactRefused(ILogger logger, string fact, Guid callId, string why);

    [LoggerMessage(EventId = 2, EventName = "routing.agent.unknown", Level = LogLevel.Information,
        Message = "{Fact} of agent {AgentId}, who is unknown, changes nothing")]
    public static partial void UnknownAgent(ILogger logger, string fact, Guid agentId);

    [LoggerMessage(EventId = 3, EventName = "routing.assignment.unknown", Level = LogLevel.Warning,
        Message = "{Fact} of assignment {AssignmentId}, which is unknown, changes nothing")]
    public static partial void UnknownAssignment(ILogger logger, string fact, Guid assignmentId);

    [LoggerMessage(EventId = 4, EventName = "routing.call.assigned", Level = LogLevel.Debug,
        Message = "Call {CallId} is assigned to agent {AgentId} by {AssignmentId}")]
    public static partial void Assigned(ILogger logger, Guid callId, Guid agentId, Guid assignmentId);

    [LoggerMessage(EventId = 5, EventName = "routing.match.failed", Level = LogLevel.Error,
        Message = "Matching failed and is tried again")]
    public static partial void MatchFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 6, EventName = "routing.assignment.repaired", Level = LogLevel.Warning,
        Message = "Assignment {AssignmentId} of call {CallId} is {State} by its lease: nothing was heard in time")]
    public static partial void Repaired(ILogger logger, Guid assignmentId, Guid callId, string state);

    [LoggerMessage(EventId = 7, EventName = "routing.deadline.failed", Level = LogLevel.Error,
        Message = "Looking for deadlines failed and is tried again")]
    public static partial void DeadlineFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 8, EventName = "routing.call.ghost", Level = LogLevel.Warning,
        Message = "Call {CallId} has waited longer than a call can; its end was never heard")]
    public static partial void Ghost(ILogger logger, Guid callId);

    [LoggerMessage(EventId = 9, EventName = "routing.upkeep.done", Level = LogLevel.Debug,
        Message = "Forgot {Calls} ended calls, {Assignments} ended assignments and {Decisions} decisions")]
    public static partial void Forgot(ILogger logger, int calls, int assignments, int decisions);
}
