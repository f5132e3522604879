using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Liveness;

/// <summary>
/// What agents, calls and assignments cannot be together, and how each is brought back. An assignment is believed
/// before the activity of its agent and the state of its call, the end of a call before its assignment; what only
/// lacks a deadline gets one, so that it ends on the usual way.
/// </summary>
public static class ReconcileRules
{
    /// <summary>An agent and what holds them; null when they fit.</summary>
    /// <param name="agent">The agent as known.</param>
    /// <param name="alone">The assignment that has them alone, if any.</param>
    /// <param name="all">All live assignments of them.</param>
    /// <param name="now">The time.</param>
    /// <param name="asideIsOver">The call beside which they talk has ended.</param>
    public static Finding? OfAgent(
        Agent agent, Engagement? alone, IReadOnlyList<Assignment> all, DateTimeOffset now, bool asideIsOver = false)
    {
        if (asideIsOver && agent.AsideCallId is { } over)
        {
            var apart = agent.Part(over, now);
            return new Finding
            {
                Kind = FindingKinds.BusyWithoutAssignment,
                Done = "freed",
                AboutAgent = true,
                AgentId = agent.AgentId,
                CallId = over,
                Agent = apart.Agent,
                Events = apart.Events,
            };
        }

        if (alone is null)
        {
            var isBeside = agent is { Activity: AgentActivities.Talking, AsideCallId: not null }
                && agent.AsideCallId == agent.CallId;
            return isBeside || agent.Activity == AgentActivities.Idle
                ? OfHeld(agent, all, now)
                : Unheld(agent, now);
        }

        if (ActivitiesOf(alone.Assignment).Contains(agent.Activity) && agent.CallId == alone.Assignment.CallId)
        {
            return OfHeld(agent, all, now);
        }

        var corrected = agent.Take(ActivitiesOf(alone.Assignment)[0], alone.Assignment.CallId, now);
        return Of(FindingKinds.ActivityContradictsAssignment, "activity-corrected", alone) with
        {
            AboutAgent = true,
            Changed = [alone with { Agent = corrected.Agent }],
            Events = corrected.Events,
        };
    }

    /// <summary>A call and the live assignments of it; null when they fit.</summary>
    /// <param name="call">The call as it is known.</param>
    /// <param name="live">Its live assignments: at most one before the release, any number in wrap-up.</param>
    /// <param name="neverEnded">A call of which nothing was heard since then has ended.</param>
    /// <param name="now">The time.</param>
    public static Finding? OfCall(
        WaitingCall call, IReadOnlyList<Engagement> live, DateTimeOffset neverEnded, DateTimeOffset now)
    {
        var held = live.FirstOrDefault(one => !one.Assignment.WrappingUp);
        if (call.State is not (CallStates.Waiting or CallStates.Ended) && call.ChangedAt <= neverEnded)
        {
            return NeverEnded(call, held, now);
        }

        if (held is not null)
        {
            return held.Assignment.Talking ? OfTalk(held, now) : OfReservation(held, now);
        }

        return call.State != CallStates.Assigned ? null : new Finding
        {
            Kind = FindingKinds.AssignedWithoutAssignment,
            Done = "returned-to-queue",
            CallId = call.CallId,
            Call = call.Return(now),
        };
    }

    /// <summary>Assignments of a call of which nothing at all is known: it is over, so they are.</summary>
    public static Finding OfUnknownCall(Guid callId, DateTimeOffset now) => new()
    {
        Kind = FindingKinds.AssignmentOfUnknownCall,
        Done = "ended",
        CallId = callId,
        Call = WaitingCall.End(known: null, callId, now),
    };

    /// <summary>
    /// The calls that a decision gives to agents although both have been there since an instant: nobody decides, or
    /// what is decided does not come about.
    /// </summary>
    public static IReadOnlyList<Finding> Beside(MatchDecision decision, DateTimeOffset since) =>
    [
        .. decision.Matches
            .Where(match => match.Call.ChangedAt <= since && match.Agent.ReadyAt <= since)
            .Select(match => new Finding
            {
                Kind = FindingKinds.WaitingBesideIdle,
                Done = "matcher-woken",
                CallId = match.Call.CallId,
                AgentId = match.Agent.AgentId,
            }),
    ];

    /// <summary>The counts of what is shared, and the assignments that they count.</summary>
    private static Finding? OfHeld(Agent agent, IReadOnlyList<Assignment> all, DateTimeOffset now)
    {
        var corrected = agent.Recount(all.Where(one => !one.Exclusive).Select(one => one.Channel), now);
        return corrected.Agent.Held.SequenceEqual(agent.Held) ? null : new Finding
        {
            Kind = FindingKinds.HeldContradictsAssignments,
            Done = "held-corrected",
            AboutAgent = true,
            AgentId = agent.AgentId,
            Agent = corrected.Agent,
            Events = corrected.Events,
        };
    }

    private static Finding Unheld(Agent agent, DateTimeOffset now)
    {
        var freed = agent.Free(now, keepsPlace: true);
        return new Finding
        {
            Kind = agent.Activity is AgentActivities.Reserved or AgentActivities.Ringing
                ? FindingKinds.ReservedWithoutAssignment
                : FindingKinds.BusyWithoutAssignment,
            Done = "freed",
            AboutAgent = true,
            AgentId = agent.AgentId,
            CallId = agent.CallId,
            Agent = freed.Agent,
            Events = freed.Events,
        };
    }

    private static Finding NeverEnded(WaitingCall call, Engagement? held, DateTimeOffset now)
    {
        var ended = WaitingCall.End(call, call.CallId, now);
        var outcome = held is null
            ? new Outcome()
            : AssignmentRules.CallEnded(held with { Call = ended }, TimeSpan.Zero, now);
        return new Finding
        {
            Kind = FindingKinds.CallNeverEnded,
            Done = "ended",
            CallId = call.CallId,
            AgentId = held?.Agent.AgentId,
            AssignmentId = held?.Assignment.AssignmentId,
            Changed = outcome.Changed,
            Call = outcome.Changed.Count == 0 ? ended : null,
            Events = outcome.Events,
        };
    }

    private static Finding? OfReservation(Engagement held, DateTimeOffset now) => held switch
    {
        { Call.State: CallStates.Assigned, Assignment.LeaseUntilAt: not null } => null,
        { Call.State: CallStates.Assigned } => Deadline(held, FindingKinds.AssignmentWithoutDeadline, now),
        { Call.State: CallStates.Waiting } => Corrected(held, CallStates.Assigned, now),
        { Call.State: CallStates.Ended } => TakenBack(held, FindingKinds.AssignmentOfEndedCall, now),
        _ => TakenBack(held, FindingKinds.CallContradictsAssignment, now),
    };

    private static Finding? OfTalk(Engagement held, DateTimeOffset now) => held switch
    {
        { Call.State: CallStates.Answered } or { Call.State: CallStates.Ended, Assignment.LeaseUntilAt: not null } =>
            null,
        { Call.State: CallStates.Ended } => Deadline(held, FindingKinds.AssignmentOfEndedCall, now),
        _ => Corrected(held, CallStates.Answered, now),
    };

    private static Finding Deadline(Engagement held, string kind, DateTimeOffset now) =>
        Of(kind, "deadline-given", held) with
        {
            Changed = [held with { Assignment = held.Assignment with { LeaseUntilAt = now } }],
        };

    private static Finding Corrected(Engagement held, string state, DateTimeOffset now) =>
        Of(FindingKinds.CallContradictsAssignment, "call-corrected", held) with
        {
            Changed = [held with { Call = held.Call.Become(state, now) }],
        };

    private static Finding TakenBack(Engagement held, string kind, DateTimeOffset now)
    {
        var outcome = AssignmentRules.CallEnded(held, TimeSpan.Zero, now);
        return Of(kind, "rescinded", held) with { Changed = outcome.Changed, Events = outcome.Events };
    }

    private static Finding Of(string kind, string done, Engagement on) => new()
    {
        Kind = kind,
        Done = done,
        AgentId = on.Assignment.AgentId,
        CallId = on.Assignment.CallId,
        AssignmentId = on.Assignment.AssignmentId,
    };

    /// <summary>What an agent does whom that assignment holds; the first where nothing more is known.</summary>
    private static string[] ActivitiesOf(Assignment live) =>
        live.State == AssignmentStates.Pending ? [AgentActivities.Reserved, AgentActivities.Ringing]
        : live.Talking ? [AgentActivities.Talking]
        : [AgentActivities.WrapUp];
}
