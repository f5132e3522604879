using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.CallingOut;
using CallCenter.Telephony.Numbers;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules for a call that an agent makes, until both are on the line.</summary>
public static partial class CallRules
{
    /// <summary>The call that is to be made: stored with the order to dial before anybody obeys.</summary>
    public static Call BeginOutbound(
        Guid callId, Guid assignmentId, Guid agentId, string e164, string callerRef, Number number,
        IReadOnlyList<string> roles, string node, string? traceParent, CallSettings settings,
        DateTimeOffset now) => new()
    {
        CallId = callId,
        Node = node,
        CallerLeg = CallIds.CustomerLeg(callId),
        CallerNumber = e164,
        CallerRef = callerRef,
        ArrivedAt = now,
        NumberId = number.NumberId,
        QueueId = number.QueueId,
        Language = number.Language,
        Recorded = number.Recorded,
        Phase = CallPhase.Dialling,
        DeadlineAt = now + settings.TransferRingTime,
        Outbound = new OutboundDial { Roles = roles, Shown = number.E164 },
        OutboundAssignmentId = assignmentId,
        OutboundAgentId = agentId,
        Assignment = new Assignment
        {
            AssignmentId = assignmentId,
            AgentId = agentId,
            QueueId = number.QueueId,
            RingUntilAt = now + settings.TransferRingTime,
            Leg = CallIds.AgentLeg(callId, assignmentId),
            Talk = CallIds.Talk(callId, assignmentId),
        },
        TraceParent = traceParent,
        Version = 1,
    };

    /// <summary>What is said of it at once: the agent is busy.</summary>
    public static AgentDialled Dialled(Call call, CallSettings settings) => new()
    {
        CallId = call.CallId,
        AssignmentId = call.Assignment!.AssignmentId,
        AgentId = call.Assignment.AgentId,
        NumberId = call.NumberId!.Value,
        QueueId = call.Assignment.QueueId,
        CallerRef = call.CallerRef!,
        RingUntilAt = call.ArrivedAt + (2 * settings.TransferRingTime),
        DialledAt = call.ArrivedAt,
    };

    private static void HearOutbound(CallStep step, CallInput input)
    {
        var call = step.Call;
        var assignment = call.Assignment!;
        switch (input)
        {
            case Dial when !call.Dialled && call.DeadlineAt > step.Now:
                step.Call = call with { Dialled = true };
                step.Order(new RingAgent
                {
                    Leg = assignment.Leg,
                    Talk = assignment.Talk,
                    AgentId = assignment.AgentId,
                    CallerLeg = null,
                    CallerNumber = call.CallerNumber,
                    Facts = FactsOf(call),
                    GiveUpAfter = call.DeadlineAt!.Value - step.Now,
                });
                break;
            case AgentLegRinging ringing when ringing.Leg == assignment.Leg && assignment.RingingAt is null:
                SayRinging(step, assignment);
                break;
            case AgentLegUp up when up.Leg == assignment.Leg && call.Outbound!.AgentUpAt is null:
                DialOther(step);
                break;
            case AgentLegUp up when up.Leg == call.CallerLeg:
                JoinOther(step);
                break;
            case AgentLegGone gone when gone.Leg == assignment.Leg:
                EndOutbound(step, call.Outbound!.AgentUpAt is null ? "agent-not-reached" : "agent-hung-up");
                break;
            case PhoneLost lost when lost.AgentId == assignment.AgentId:
                EndOutbound(step, call.Outbound!.AgentUpAt is null ? "agent-not-reached" : "agent-hung-up");
                break;
            case AgentLegGone gone when gone.Leg == call.CallerLeg:
                EndOutbound(step, gone.Reason);
                break;
            case Assigned late:
                step.Decline(late.AssignmentId, late.AgentId, "caller-gone");
                break;
            case CallerGone { Lost: false, Reason: { } reason } when call.Outbound!.AgentUpAt is not null:
                EndOutbound(step, reason);
                break;
            case CallerGone { Lost: false, Reason: null }:
                // Its other end is about to hang up; the reason follows.
                break;
            case CallerGone or Adopted:
                // A new owner does not know what the old one has heard: the agent dials again.
                EndOutbound(step, "failed");
                break;
            case DeadlinePassed when call.DeadlineAt <= step.Now:
                EndOutbound(step, call.Outbound!.AgentUpAt is null ? "agent-not-reached" : "no-answer");
                break;
        }
    }

    private static void DialOther(CallStep step)
    {
        if (step.Call.Assignment!.RingingAt is null)
        {
            SayRinging(step, step.Call.Assignment);
        }

        var outbound = step.Call.Outbound! with { AgentUpAt = step.Now };
        step.Call = step.Call with { Outbound = outbound };
        step.Enter(CallPhase.Dialling, step.Now + step.Settings.TransferRingTime);
        step.Order(new DialCustomer
        {
            Leg = step.Call.CallerLeg,
            Number = step.Call.CallerNumber!,
            Shown = outbound.Shown,
            Roles = outbound.Roles,
            GiveUpAfter = step.Settings.TransferRingTime,
        });
    }

    private static void JoinOther(CallStep step)
    {
        var call = step.Call;
        step.Say(new CallArrived
        {
            CallId = call.CallId,
            ArrivedAt = step.Now,
            NumberId = call.NumberId!.Value,
            CallerRef = call.CallerRef,
            Language = call.Language,
            DialledByAgentId = call.Assignment!.AgentId,
        });
        step.Order(new JoinLegs(call.Assignment.Talk, call.CallerLeg, call.Assignment.Leg));
        step.Enter(CallPhase.Connecting, step.Now + step.Settings.JoinLimit);
    }

    private static void EndOutbound(CallStep step, string cause)
    {
        var assignment = step.Call.Assignment!;
        step.Order(new DropLeg(step.Call.CallerLeg));
        step.Order(new DropLeg(assignment.Leg));
        step.Order(new RemoveTalk(assignment.Talk));
        step.End(cause, abandoned: false);
    }
}
