using CallCenter.Routing.Agents;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Assignments;

/// <summary>What assignments make of their agents, and how one gives way to another.</summary>
public static partial class AssignmentRules
{
    /// <summary>What the agent does, where the channel has them alone.</summary>
    private static AgentChange Busy(Engagement on, string activity, DateTimeOffset at) => on.Assignment.Exclusive
        ? on.Agent.Take(activity, on.Call.CallId, at)
        : AgentChange.None(on.Agent);

    /// <summary>The agent with the work they have taken up; they hold it already where a rival gives way.</summary>
    private static Agent Taken(Engagement on, IReadOnlyList<Engagement> rivals, DateTimeOffset at) =>
        on.Assignment.Exclusive ? on.Agent.Take(AgentActivities.Talking, on.Call.CallId, at).Agent
        : on.Assignment.Live || rivals.Any(rival => rival.Agent.AgentId == on.Agent.AgentId) ? on.Agent
        : on.Agent.Hold(on.Assignment.Channel, at).Agent;

    /// <summary>The agent without the work of the assignment.</summary>
    private static AgentChange Without(Engagement on, DateTimeOffset at, bool keepsPlace) => on.Assignment.Exclusive
        ? on.Agent.Free(at, keepsPlace)
        : on.Agent.Drop(on.Assignment.Channel, at);

    /// <summary>
    /// A rival gives way. What it shares with the answered assignment (the agent or the call) is left to that one,
    /// which is saved after it.
    /// </summary>
    private static (Engagement Ousted, IReadOnlyList<object> Said) Oust(
        Engagement rival, Engagement answered, DateTimeOffset at)
    {
        var sameAgent = rival.Agent.AgentId == answered.Agent.AgentId;
        var sameCall = rival.Call.CallId == answered.Call.CallId;
        var agent = sameAgent ? AgentChange.None(rival.Agent) : Without(rival, at, keepsPlace: true);
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
                .Complete(at),
            Call = sameCall || rival.Assignment.WrappingUp || rival.Call.State != CallStates.Answered
                ? rival.Call
                : rival.Call.Become(CallStates.Served, at),
            Agent = agent.Agent,
        };
        return (over, [over.Assignment.WrappedUp(at), .. agent.Events]);
    }
}
