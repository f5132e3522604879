namespace CallCenter.Routing;

/// <summary>Every sentence the service can log. Names are stable; ids only, never numbers or names of people.</summary>
internal static partial class Log
{
    /// <summary>Says that a fact was refused, and counts it: late, repeated or impossible.</summary>
    public static void FactRefused(ILogger logger, string fact, Guid callId, string why)
    {
        RoutingMetrics.Refused(fact, why);
        ChangesNothing(logger, fact, callId, why);
    }

    /// <summary>The same of a fact about an agent nobody knows.</summary>
    public static void UnknownAgent(ILogger logger, string fact, Guid agentId)
    {
        RoutingMetrics.Refused(fact, "unknown agent");
        OfUnknownAgent(logger, fact, agentId);
    }

    /// <summary>The same of a fact about an assignment nobody knows.</summary>
    public static void UnknownAssignment(ILogger logger, string fact, Guid assignmentId)
    {
        RoutingMetrics.Refused(fact, "unknown assignment");
        OfUnknownAssignment(logger, fact, assignmentId);
    }

    [LoggerMessage(EventId = 1, EventName = "routing.fact.refused", Level = LogLevel.Information,
        Message = "{Fact} of call {CallId} changes nothing: {Why}")]
    private static partial void ChangesNothing(ILogger logger, string fact, Guid callId, string why);

    [LoggerMessage(EventId = 2, EventName = "routing.agent.unknown", Level = LogLevel.Information,
        Message = "{Fact} of agent {AgentId}, who is unknown, changes nothing")]
    private static partial void OfUnknownAgent(ILogger logger, string fact, Guid agentId);

    [LoggerMessage(EventId = 3, EventName = "routing.assignment.unknown", Level = LogLevel.Warning,
        Message = "{Fact} of assignment {AssignmentId}, which is unknown, changes nothing")]
    private static partial void OfUnknownAssignment(ILogger logger, string fact, Guid assignmentId);

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

    [LoggerMessage(EventId = 10, EventName = "routing.reconcile.repaired", Level = LogLevel.Error,
        Message = "Found {Kind}, which cannot be, and did {Done}: agent {AgentId}, call {CallId}, "
            + "assignment {AssignmentId}")]
    public static partial void ImpossibleRepaired(
        ILogger logger, string kind, string done, Guid? agentId, Guid? callId, Guid? assignmentId);

    [LoggerMessage(EventId = 11, EventName = "routing.reconcile.failed", Level = LogLevel.Error,
        Message = "Looking for what cannot be failed and is tried again")]
    public static partial void ReconcileFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 12, EventName = "routing.freed.by-hand", Level = LogLevel.Warning,
        Message = "Freed by hand ({Done}): agent {AgentId}, call {CallId}, assignment {AssignmentId}")]
    public static partial void Freed(
        ILogger logger, string done, Guid? agentId, Guid? callId, Guid? assignmentId);

    [LoggerMessage(EventId = 80, EventName = "routing.figures.failed", Level = LogLevel.Error,
        Message = "Folding events into figures failed and is tried again")]
    public static partial void FoldFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 81, EventName = "routing.figures.forgot", Level = LogLevel.Debug,
        Message = "Forgot {Events} events and {Rows} rows of figures")]
    public static partial void FiguresForgot(ILogger logger, int events, int rows);

    [LoggerMessage(EventId = 82, EventName = "routing.figures.board.failed", Level = LogLevel.Error,
        Message = "Counting the figures that are streamed failed and is tried again")]
    public static partial void BoardFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 83, EventName = "routing.figures.rebuilt", Level = LogLevel.Information,
        Message = "The figures are rebuilt from {Events} events")]
    public static partial void Rebuilt(ILogger logger, int events);

    [LoggerMessage(EventId = 84, EventName = "routing.figures.refused", Level = LogLevel.Error,
        Message = "The figures are not rebuilt: {Reason}")]
    public static partial void RebuildRefused(ILogger logger, string reason);

    [LoggerMessage(EventId = 30, EventName = "routing.wrap-up.forgotten", Level = LogLevel.Warning,
        Message = "The mandatory wrap-up {AssignmentId} of call {CallId} ended without a disposition of {AgentId}")]
    public static partial void WrapUpForgotten(ILogger logger, Guid assignmentId, Guid callId, Guid agentId);

    [LoggerMessage(EventId = 50, EventName = "routing.estimate.failed", Level = LogLevel.Error,
        Message = "Looking at the places of waiting calls failed and is tried again")]
    public static partial void EstimateFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 40, EventName = "routing.overflow.began", Level = LogLevel.Warning,
        Message = "Queue {QueueId} overflows by the rule {Rule}")]
    public static partial void OverflowBegan(ILogger logger, Guid queueId, string rule);

    [LoggerMessage(EventId = 41, EventName = "routing.overflow.ended", Level = LogLevel.Information,
        Message = "Queue {QueueId} overflows no more by the rule {Rule}")]
    public static partial void OverflowEnded(ILogger logger, Guid queueId, string rule);

    [LoggerMessage(EventId = 42, EventName = "routing.overflow.failed", Level = LogLevel.Error,
        Message = "Looking for overflow failed and is tried again")]
    public static partial void OverflowFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 43, EventName = "routing.surge.failed", Level = LogLevel.Error,
        Message = "Ending surges failed and is tried again")]
    public static partial void SurgeFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 90, EventName = "routing.callback.unknown", Level = LogLevel.Warning,
        Message = "{Fact} of callback {CallbackId}, which is unknown, changes nothing")]
    public static partial void UnknownCallback(ILogger logger, string fact, Guid callbackId);

    [LoggerMessage(EventId = 91, EventName = "routing.callback.unheard", Level = LogLevel.Warning,
        Message = "Nothing was heard of call {CallId} of callback {CallbackId} in time")]
    public static partial void DialUnheard(ILogger logger, Guid callbackId, Guid callId);
}
