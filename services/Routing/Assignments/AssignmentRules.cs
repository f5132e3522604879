using CallCenter.Routing.Agents;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Assignments;

/// <summary>
/// What each fact does to an assignment, its call and its agent. A fact that comes late, twice or out of turn is
/// refused with the reason and changes nothing; an answer alone overrides what Routing had decided by itself.
/// </summary>
public static class AssignmentRules
{
    private static readonly string[] NotTheAgentsDoing = ["late", "caller-gone", "already-answered"];

    /// <summary>The phone of the agent rings.</summary>
    public static Outcome Ring(Engagement on, DateTimeOffset at)
    {
        if (on.Assignment.State != AssignmentStates.Pending)
        {
            return Outcome.Refused($"ringing, but {on.Assignment.State}");
        }

        var agent = on.Agent.Take(AgentActivities.Ringing, on.Call.CallId, at);
        return new Outcome { Changed = [on with { Agent = agent.Agent }], Events = agent.Events };
    }

    /// <summary>
    /// Caller and agent are bridged: that is so, whatever was decided meanwhile. Rivals are the other live
    /// assignments of this agent and of this call: reservations among them are taken back, earlier talks are over.
    /// </summary>
    public static Outcome Answer(Engagement on, IReadOnlyList<Engagement> rivals, DateTimeOffset at)
    {
        if (on.Assignment.State is AssignmentStates.Accepted or AssignmentStates.Completed or AssignmentStates.Declined)
        {
            return Outcome.Refused($"answered, but {on.Assignment.State}");
        }

        if (on.Call.State == CallStates.Ended)
        {
            return Outcome.Refused("answered, but the call has ended");
        }

        if (rivals.Any(rival => rival.Assignment.AnsweredAt > at))
        {
            return Outcome.Refused("answered, but a later talk is known");
        }

        var changed = new List<Engagement>();
        var events = new List<object>();
        foreach (var rival in rivals)
        {
            var (ousted, said) = Oust(rival, on, at);
            changed.Add(ousted);
            events.AddRange(said);
        }

        var agent = on.Agent.Take(AgentActivities.Talking, on.Call.CallId, at);
        changed.Add(on with
        {
            Assignment = on.Assignment with
            {
                State = AssignmentStates.Accepted,
                AnsweredAt = at,
                LeaseUntilAt = null,
                EndedAt = null,
                Reason = null,
            },
            Call = on.Call.Become(CallStates.Answered, at),
            Agent = agent.Agent with { CallsServed = on.Agent.CallsServed + 1 },
        });
        return new Outcome { Changed = changed, Events = [.. events, .. agent.Events] };
    }

    /// <summary>The assignment ended without a bridge: the call keeps its old place, the agent their status.</summary>
    public static Outcome Decline(Engagement on, string reason, DateTimeOffset at)
    {
        if (on.Assignment.State != AssignmentStates.Pending)
        {
            return Outcome.Refused($"declined, but {on.Assignment.State}");
        }

        var agent = on.Agent.Free(at, keepsPlace: NotTheAgentsDoing.Contains(reason, StringComparer.Ordinal));
        return new Outcome
        {
            Changed =
            [
                new Engagement
                {
                    Assignment = on.Assignment.End(AssignmentStates.Declined, reason, at),
                    Call = reason switch
                    {
                        "caller-gone" => on.Call.Become(CallStates.Gone, at),
                        "already-answered" => on.Call.Become(CallStates.Answered, at),
                        _ => on.Call.Return(at),
                    },
                    Agent = reason == "unreachable" ? agent.Agent with { UnreachableAt = at } : agent.Agent,
                },
            ],
            Events = agent.Events,
        };
    }

    /// <summary>
    /// A deadline has come. A wrap-up is over; where a lease ends, nothing was heard in time, so what should have
    /// been heard is assumed.
    /// </summary>
    public static Outcome End(Engagement on, TimeSpan wrapUpTime, DateTimeOffset now) => on.Assignment switch
    {
        { WrappingUp: true, WrapUpUntilAt: { } until } when until <= now => WrapUp(on, disposition: null, until),
        { State: AssignmentStates.Pending, LeaseUntilAt: { } until } when until <= now =>
            TakeBack(on, AssignmentStates.Expired, "expired", now),
        { Talking: true, LeaseUntilAt: { } until } when until <= now => Release(on, wrapUpTime, until),
        _ => Outcome.Refused("no deadline has come"),
    };

    /// <summary>The leg of the agent is gone: the work after the call begins.</summary>
    public static Outcome Release(Engagement on, TimeSpan wrapUpTime, DateTimeOffset at)
    {
        if (!on.Assignment.Live || on.Assignment.WrappingUp)
        {
            return Outcome.Refused($"released, but {on.Assignment.State}");
        }

        var agent = on.Agent.Take(AgentActivities.WrapUp, on.Call.CallId, at);
        var released = new Engagement
        {
            Assignment = on.Assignment with
            {
                State = AssignmentStates.Accepted,
                AnsweredAt = on.Assignment.AnsweredAt ?? at,
                ReleasedAt = at,
                LeaseUntilAt = null,
                WrapUpUntilAt = at + wrapUpTime,
            },
            Call = on.Call.State is CallStates.Answered or CallStates.Assigned
                ? on.Call.Become(CallStates.Served, at)
                : on.Call,
            Agent = agent.Agent,
        };
        return wrapUpTime <= TimeSpan.Zero || on.Agent.RemovedAt is not null
            ? WrapUp(released, disposition: null, at)
            : new Outcome { Changed = [released], Events = agent.Events };
    }

    /// <summary>The agent has finished, or the time for it ran out (no disposition): idle again.</summary>
    public static Outcome WrapUp(Engagement on, string? disposition, DateTimeOffset at)
    {
        if (!on.Assignment.WrappingUp)
        {
            return Outcome.Refused($"The assignment is {on.Assignment.State} and not in wrap-up.");
        }

        var agent = on.Agent.Free(at, keepsPlace: false);
        var completed = on.Assignment.Complete(disposition, at);
        return new Outcome
        {
            Changed = [on with { Assignment = completed, Agent = agent.Agent }],
            Events = [completed.WrappedUp(at), .. agent.Events],
        };
    }

    /// <summary>The caller is gone: a reservation is taken back; a talk must end within the grace.</summary>
    public static Outcome CallEnded(Engagement on, TimeSpan grace, DateTimeOffset at) => on.Assignment switch
    {
        { State: AssignmentStates.Pending } => TakeBack(on, AssignmentStates.Rescinded, "call-ended", at),
        { Talking: true } => new Outcome
        {
            Changed = [on with { Assignment = on.Assignment with { LeaseUntilAt = at + grace } }],
        },
        _ => Outcome.Refused("nothing held"),
    };

    /// <summary>The agent has left: a reservation is taken back, a wrap-up is over, a talk goes on.</summary>
    public static Outcome AgentRemoved(Engagement on, DateTimeOffset at) => on.Assignment switch
    {
        { State: AssignmentStates.Pending } => TakeBack(on, AssignmentStates.Rescinded, "agent-removed", at),
        { WrappingUp: true } => WrapUp(on, disposition: null, at),
        _ => Outcome.Refused("nothing held"),
    };

    /// <summary>A reservation is taken back; the call waits again at its old place.</summary>
    internal static Outcome TakeBack(Engagement on, string state, string reason, DateTimeOffset at)
    {
        var agent = on.Agent.Free(at, keepsPlace: state == AssignmentStates.Rescinded);
        var taken = on with
        {
            Assignment = on.Assignment.End(state, reason, at),
            Call = on.Call.Return(at),
            Agent = agent.Agent,
        };
        return new Outcome { Changed = [taken], Events = [taken.Assignment.Rescinded(at), .. agent.Events] };
    }

    /// <summary>
    /// A rival gives way. What it shares with the answered assignment (the agent or the call) is left to that one,
    /// which is saved after it.
    /// </summary>
    private static (Engagement Ousted, IReadOnlyList<object> Said) Oust(
        Engagement rival, Engagement answered, DateTimeOffset at)
    {
        var sameAgent = rival.Agent.AgentId == answered.Agent.AgentId;
        var sameCall = rival.Call.CallId == answered.Call.CallId;
        var agent = sameAgent ? AgentChange.None(rival.Agent) : rival.Agent.Free(at, keepsPlace: true);
        if (rival.Assignment.State == AssignmentStates.Pending)
        {
            var taken = new Engagement
            {
                Assignment = rival.Assignment.End(AssignmentStates.Rescinded, "superseded", at),
                Call = sameCall ? rival.Call : rival.Call.Return(at),
                Agent = agent.Agent,
            };
            return (taken, [taken.Assignment.Rescinded(at), .. agent.Events]);
        }

        var over = new Engagement
        {
            Assignment = (rival.Assignment with { ReleasedAt = rival.Assignment.ReleasedAt ?? at })
                .Complete(disposition: null, at),
            Call = sameCall || rival.Assignment.WrappingUp || rival.Call.State != CallStates.Answered
                ? rival.Call
                : rival.Call.Become(CallStates.Served, at),
            Agent = agent.Agent,
        };
        return (over, [over.Assignment.WrappedUp(at), .. agent.Events]);
    }
}
