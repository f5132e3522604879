using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Liveness;

/// <summary>
/// What a supervisor's hand does. It ends what Routing believes; what goes on in the switch goes on there, and what is
/// heard of it afterwards is refused like any late fact.
/// </summary>
public static class FreeRules
{
    private const string Freed = "freed";

    /// <summary>The agent is idle; null when nothing holds them.</summary>
    public static Finding? Agent(Agent agent, Engagement? live, DateTimeOffset now)
    {
        if (live is not null)
        {
            return End(live, now) with { AboutAgent = true };
        }

        var freed = (agent with { AsideCallId = null }).Free(now, keepsPlace: true);
        return agent is { Activity: AgentActivities.Idle, AsideCallId: null } ? null : new Finding
        {
            Kind = FindingKinds.FreedByHand,
            Done = Freed,
            AboutAgent = true,
            AgentId = agent.AgentId,
            CallId = agent.CallId,
            Agent = freed.Agent,
            Events = freed.Events,
        };
    }

    /// <summary>
    /// What of the call holds an agent is ended. A call that waits with nobody is not routable: it can only be one
    /// that should not wait any more. One that is past its talk is over. Null when it has ended and holds nobody.
    /// </summary>
    public static Finding? Call(WaitingCall call, IReadOnlyList<Engagement> live, DateTimeOffset now) =>
        live.Count > 0 ? End(live.FirstOrDefault(one => !one.Assignment.WrappingUp) ?? live[0], now)
        : call.State == CallStates.Ended ? null
        : call.State == CallStates.Waiting ? NotRoutable(call, now)
        : new Finding
        {
            Kind = FindingKinds.FreedByHand,
            Done = call.State == CallStates.Assigned ? "returned-to-queue" : "ended",
            CallId = call.CallId,
            Call = call.State == CallStates.Assigned ? call.Return(now) : WaitingCall.End(call, call.CallId, now),
        };

    /// <summary>
    /// A reservation is taken back like one that expired: the agent goes to the end of the line and is not offered
    /// that call again for a while. A talk is over without work after it, a wrap-up without disposition.
    /// </summary>
    private static Finding End(Engagement on, DateTimeOffset now)
    {
        var (done, outcome) = on.Assignment switch
        {
            { WrappingUp: true } => ("wrapped-up", AssignmentRules.FinishWrapUp(on, now)),
            { Talking: true } => ("released", AssignmentRules.Release(on, WrapUpPlan.None, now)),
            _ => ("rescinded", AssignmentRules.TakeBack(on, AssignmentStates.Expired, Freed, now)),
        };
        return new Finding
        {
            Kind = FindingKinds.FreedByHand,
            Done = done,
            AgentId = on.Assignment.AgentId,
            CallId = on.Assignment.CallId,
            AssignmentId = on.Assignment.AssignmentId,
            Changed = outcome.Changed,
            Events = outcome.Events,
        };
    }

    private static Finding NotRoutable(WaitingCall call, DateTimeOffset now) => new()
    {
        Kind = FindingKinds.FreedByHand,
        Done = "not-routable",
        CallId = call.CallId,
        Call = call.Become(CallStates.NotRoutable, now),
        Events =
        [
            new CallNotRoutable
            {
                CallId = call.CallId, QueueId = call.QueueId!.Value, Reason = Freed, DecidedAt = now,
            },
        ],
    };
}
