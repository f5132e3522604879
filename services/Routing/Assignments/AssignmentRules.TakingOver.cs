using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Assignments;

/// <summary>What an agent does who was asked first and is handed the caller.</summary>
public static partial class AssignmentRules
{
    /// <summary>
    /// The call is theirs as if it had been assigned to them; that they talk, the CallAnswered that follows says. The
    /// last one changed is the new assignment.
    /// </summary>
    /// <param name="fact">What Telephony says; it names the agent and their part.</param>
    /// <param name="call">The call.</param>
    /// <param name="agent">Who takes it over.</param>
    /// <param name="held">Their live assignments.</param>
    /// <param name="grace">So long after it Routing repairs what it has not heard.</param>
    public static Outcome TakeOver(
        CallTransferred fact, WaitingCall call, Agent agent, IReadOnlyList<Engagement> held, TimeSpan grace)
    {
        var rivals = held.Where(one => one.Assignment.Exclusive).ToList();
        if (call.State == CallStates.Ended || agent.RemovedAt is not null)
        {
            return Outcome.Refused(agent.RemovedAt is null ? "taken over, but ended" : "taken over, but removed");
        }

        if (rivals.Any(rival => rival.Assignment.Talking && rival.Assignment.AnsweredAt > fact.TransferredAt))
        {
            return Outcome.Refused("taken over, but talking");
        }

        var (changed, events, free) = Clear(agent, rivals, fact.TransferredAt);
        // They talk with the caller from now on, and no longer beside the call.
        var talking = (free with { AsideCallId = null }).Take(AgentActivities.Talking, fact.CallId, fact.TransferredAt);
        changed.Add(new Engagement
        {
            Assignment = new Assignment
            {
                AssignmentId = fact.AssignmentId!.Value,
                CallId = fact.CallId,
                AgentId = fact.ToAgentId!.Value,
                QueueId = fact.QueueId!.Value,
                State = AssignmentStates.Pending,
                AssignedAt = fact.TransferredAt,
                RingUntilAt = fact.TransferredAt,
                LeaseUntilAt = fact.TransferredAt + grace,
            },
            Call = call.Become(CallStates.Assigned, fact.TransferredAt),
            Agent = talking.Agent,
        });
        return new Outcome { Changed = changed, Events = [.. events, .. talking.Events] };
    }
}
