using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Assignments;

/// <summary>What a call does that an agent makes.</summary>
public static partial class AssignmentRules
{
    /// <summary>
    /// The agent is busy with a call of their own. A wrap-up is over by that, a reservation is taken back; the last
    /// one changed is the new assignment.
    /// </summary>
    /// <param name="fact">What Telephony says.</param>
    /// <param name="known">The call, if anything was heard of it before: only its end can be.</param>
    /// <param name="agent">Who makes it.</param>
    /// <param name="held">Their live assignments.</param>
    /// <param name="grace">So long after the ringing Routing repairs what it has not heard.</param>
    public static Outcome Dial(
        AgentDialled fact, WaitingCall? known, Agent agent, IReadOnlyList<Engagement> held, TimeSpan grace)
    {
        var rivals = held.Where(one => one.Assignment.Exclusive).ToList();
        if (known is not null || agent.RemovedAt is not null)
        {
            return Outcome.Refused(known is not null ? $"dialled, but {known.State}" : "dialled, but removed");
        }

        // Telephony dials only for an agent who is free: an older talk is over, its end is still to be heard.
        if (rivals.Any(rival => rival.Assignment.Talking && rival.Assignment.AnsweredAt > fact.DialledAt))
        {
            return Outcome.Refused("dialled, but talking");
        }

        var (changed, events, free) = Clear(agent, rivals, fact.DialledAt);
        var busy = free.Take(AgentActivities.Reserved, fact.CallId, fact.DialledAt);
        changed.Add(new Engagement
        {
            Assignment = new Assignment
            {
                AssignmentId = fact.AssignmentId,
                CallId = fact.CallId,
                AgentId = fact.AgentId,
                QueueId = fact.QueueId,
                State = AssignmentStates.Pending,
                AssignedAt = fact.DialledAt,
                RingUntilAt = fact.RingUntilAt,
                LeaseUntilAt = fact.RingUntilAt + grace,
            },
            Call = new WaitingCall
            {
                CallId = fact.CallId,
                State = CallStates.Assigned,
                QueueId = fact.QueueId,
                QueuedAt = fact.DialledAt,
                EnteredAt = fact.DialledAt,
                CallerRef = fact.CallerRef,
                ChangedAt = fact.DialledAt,
            },
            Agent = busy.Agent,
        });
        return new Outcome { Changed = changed, Events = [.. events, .. busy.Events] };
    }

    /// <summary>The agent does something else now: whatever else they have in hand is over.</summary>
    private static (List<Engagement> Changed, List<object> Events, Agent Agent) Clear(
        Agent agent, IReadOnlyList<Engagement> rivals, DateTimeOffset at)
    {
        var changed = new List<Engagement>();
        var events = new List<object>();
        foreach (var rival in rivals)
        {
            var over = rival.Assignment.Talking ? Past(rival with { Agent = agent }, at)
                : rival.Assignment.WrappingUp ? FinishWrapUp(rival with { Agent = agent }, at)
                : TakeBack(rival with { Agent = agent }, AssignmentStates.Rescinded, "superseded", at);
            changed.AddRange(over.Changed);
            events.AddRange(over.Events);
            agent = over.Changed[^1].Agent;
        }

        return (changed, events, agent);
    }

    /// <summary>A talk that must be over, and its wrap-up with it.</summary>
    private static Outcome Past(Engagement talk, DateTimeOffset at)
    {
        var agent = Without(talk, at, keepsPlace: false);
        var over = new Engagement
        {
            Assignment = (talk.Assignment with { ReleasedAt = at }).Complete(at),
            Call = talk.Call.State == CallStates.Answered ? talk.Call.Become(CallStates.Served, at) : talk.Call,
            Agent = agent.Agent,
        };
        return new Outcome { Changed = [over], Events = [over.Assignment.WrappedUp(at), .. agent.Events] };
    }
}
