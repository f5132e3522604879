using CallCenter.Routing.Agents;

namespace CallCenter.Routing.Assignments;

/// <summary>What becomes of the reservation of an agent whom another asks first.</summary>
public static partial class AssignmentRules
{
    /// <summary>
    /// They talk beside another's call: the reservation is over without wrap-up, and nothing comes between it and that
    /// talk. One that was over already leaves them to whatever they do now.
    /// </summary>
    /// <param name="on">The reservation; its call is the search, which is over.</param>
    /// <param name="besideCallId">The call beside which they talk; null when it has ended.</param>
    /// <param name="at">Since when.</param>
    public static Outcome Consult(Engagement on, Guid? besideCallId, DateTimeOffset at)
    {
        if (on.Assignment.State != AssignmentStates.Pending)
        {
            return Outcome.Refused($"consulting, but {on.Assignment.State}");
        }

        var beside = on.Agent with { AsideCallId = besideCallId ?? on.Agent.AsideCallId };
        var talking = Without(on with { Agent = beside }, at, keepsPlace: true).Agent.Responding();
        var agent = on.Agent.Become(talking, at);
        return new Outcome
        {
            Changed = [on with { Assignment = on.Assignment.Complete(at), Agent = agent.Agent }],
            Events = agent.Events,
        };
    }
}
