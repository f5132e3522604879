using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Assignments;

/// <summary>
/// What each fact does to an assignment, its call and its agent. A fact that comes late, twice or out of turn is
/// refused with the reason and changes nothing; an answer alone overrides what Routing had decided by itself.
/// </summary>
public static partial class AssignmentRules
{
    private const string NoAnswer = "no-answer";
    private const string Expired = "expired";

    private static readonly string[] NotTheAgentsDoing = ["late", "caller-gone", "already-answered"];

    /// <summary>The phone of the agent rings.</summary>
    public static Outcome Ring(Engagement on, DateTimeOffset at)
    {
        if (on.Assignment.State != AssignmentStates.Pending)
        {
            return Outcome.Refused($"ringing, but {on.Assignment.State}");
        }

        var agent = Busy(on, AgentActivities.Ringing, at);
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

        var talking = Taken(on, rivals, at) with { CallsServed = on.Agent.CallsServed + 1 };
        var agent = on.Agent.Become(talking.Responding(), at);
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
            Agent = agent.Agent,
        });
        return new Outcome { Changed = changed, Events = [.. events, .. agent.Events] };
    }

    /// <summary>
    /// The assignment ended without a bridge: the call keeps its old place, the agent their status. After so many
    /// rings without an answer the agent counts as not responding.
    /// </summary>
    public static Outcome Decline(Engagement on, string reason, int missedRings, DateTimeOffset at)
    {
        if (on.Assignment.State != AssignmentStates.Pending)
        {
            return Outcome.Refused($"declined, but {on.Assignment.State}");
        }

        var freed = Without(on, at, keepsPlace: NotTheAgentsDoing.Contains(reason, StringComparer.Ordinal)).Agent;
        var agent = on.Agent.Become(reason == NoAnswer ? freed.Miss(reason, missedRings, at) : freed, at);
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
    public static Outcome End(Engagement on, WrapUpPlan wrapUp, int missedRings, DateTimeOffset now) =>
        on.Assignment switch
        {
            { WrappingUp: true, WrapUpUntilAt: { } until } when until <= now => WrapUpRunsOut(on, until),
            { State: AssignmentStates.Pending, LeaseUntilAt: { } until } when until <= now =>
                TakeBack(on, AssignmentStates.Expired, Expired, now, missedRings),
            { Talking: true, LeaseUntilAt: { } until } when until <= now => Release(on, wrapUp, until),
            _ => Outcome.Refused("no deadline has come"),
        };

    /// <summary>The leg of the agent is gone: the work after the call begins.</summary>
    public static Outcome Release(Engagement on, WrapUpPlan wrapUp, DateTimeOffset at)
    {
        if (!on.Assignment.Live || on.Assignment.WrappingUp)
        {
            return Outcome.Refused($"released, but {on.Assignment.State}");
        }

        var agent = Busy(on, AgentActivities.WrapUp, at);
        var released = new Engagement
        {
            Assignment = on.Assignment with
            {
                State = AssignmentStates.Accepted,
                AnsweredAt = on.Assignment.AnsweredAt ?? at,
                ReleasedAt = at,
                LeaseUntilAt = null,
                WrapUpMode = wrapUp.Mode,
                WrapUpUntilAt = at + wrapUp.Time,
                WrapUpMostUntilAt = wrapUp.Mode == WrapUpModes.Extended ? at + wrapUp.Most : null,
            },
            Call = on.Call.State is CallStates.Answered or CallStates.Assigned
                ? on.Call.Become(CallStates.Served, at)
                : on.Call,
            Agent = agent.Agent,
        };
        return wrapUp.Time <= TimeSpan.Zero || on.Agent.RemovedAt is not null
            ? FinishWrapUp(released, at)
            : new Outcome { Changed = [released], Events = agent.Events };
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

    /// <summary>The caller waits no longer, but lives: only a reservation is taken back.</summary>
    public static Outcome CallLeft(Engagement on, DateTimeOffset at) =>
        on.Assignment.State == AssignmentStates.Pending
            ? TakeBack(on, AssignmentStates.Rescinded, "call-left", at)
            : Outcome.Refused("no reservation");

    /// <summary>The agent has left: a reservation is taken back, a wrap-up is over, a talk goes on.</summary>
    public static Outcome AgentRemoved(Engagement on, DateTimeOffset at) => on.Assignment switch
    {
        { State: AssignmentStates.Pending } => TakeBack(on, AssignmentStates.Rescinded, "agent-removed", at),
        { WrappingUp: true } => FinishWrapUp(on, at),
        _ => Outcome.Refused("nothing held"),
    };

    /// <summary>The same of everything that they hold.</summary>
    public static Outcome AgentRemoved(IReadOnlyList<Engagement> held, DateTimeOffset at)
    {
        var changed = new List<Engagement>();
        var events = new List<object>();
        foreach (var one in held)
        {
            var outcome = AgentRemoved(changed is [.., var last] ? one with { Agent = last.Agent } : one, at);
            changed.AddRange(outcome.Changed);
            events.AddRange(outcome.Events);
        }

        return new Outcome { Changed = changed, Events = events };
    }

    /// <summary>A reservation is taken back; the call waits again at its old place.</summary>
    internal static Outcome TakeBack(
        Engagement on, string state, string reason, DateTimeOffset at, int missedRings = 0)
    {
        var freed = Without(on, at, keepsPlace: state == AssignmentStates.Rescinded).Agent;
        var agent = on.Agent.Become(reason == Expired ? freed.Miss(reason, missedRings, at) : freed, at);
        var taken = on with
        {
            Assignment = on.Assignment.End(state, reason, at),
            Call = on.Call.Return(at),
            Agent = agent.Agent,
        };
        return new Outcome { Changed = [taken], Events = [taken.Assignment.Rescinded(at), .. agent.Events] };
    }
}
