using CallCenter.Contracts.Telephony;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules for an agent whose phone is gone in a talk: the caller hears music until it is back, or the
/// call is at the head of its queue again.
/// </summary>
public static partial class CallRules
{
    /// <summary>Why a leg is gone from which nothing came any more.</summary>
    public const string NoMedia = "no-media";

    /// <summary>True when the input concerned an agent's phone, and is dealt with.</summary>
    private static bool HearPhone(CallStep step, CallInput input)
    {
        var assignment = step.Call.Assignment;
        var interruption = assignment?.Interruption;
        switch (input)
        {
            case PhoneLost lost when assignment?.AgentId == lost.AgentId:
                LosePhone(step, assignment);
                return true;
            case PhoneBack back when interruption is { Leg: null } && assignment!.AgentId == back.AgentId:
                RingAgain(step, assignment, interruption);
                return true;
            case PhoneLost lost when step.Call.Third is { } third && third.AgentId == lost.AgentId:
                MissThird(step, third, Comes(third) ? "unreachable" : "left");
                return true;
            case PhoneLost or PhoneBack:
                return true;
            case AgentLegGone { Reason: NoMedia } gone
                when step.Call.Phase == CallPhase.Talking && interruption is null && assignment!.Leg == gone.Leg:
                Interrupt(step, assignment);
                // The phone may be registered all the while, and say nothing: it is rung to see.
                RingAgain(step, step.Call.Assignment!, step.Call.Assignment!.Interruption!);
                return true;
        }

        return interruption is not null && HearReturn(step, assignment!, interruption, input);
    }

    /// <summary>What is heard of the legs of an agent who is away.</summary>
    private static bool HearReturn(
        CallStep step, Assignment assignment, Interruption interruption, CallInput input)
    {
        switch (input)
        {
            case AgentLegUp up when up.Leg == interruption.Leg:
                PickUpAgain(step, assignment, interruption);
                return true;
            case AgentLegGone { Reason: not ("rejected" or "busy" or "no-answer") } gone
                when gone.Leg == interruption.Leg && !interruption.Joining:
                SetInterruption(step, interruption with { Leg = null });
                return true;
            case AgentLegGone gone when gone.Leg == interruption.Leg:
                GiveUpWaiting(step, assignment);
                return true;
            // The leg that the phone had before.
            case AgentLegGone gone when gone.Leg == assignment.Leg:
                return true;
            case Joined joined when interruption.Joining && joined.Talk == assignment.Talk:
                Rejoin(step, assignment, interruption);
                return true;
            case JoinFailed failed when interruption.Joining && failed.Talk == assignment.Talk:
                GiveUpWaiting(step, assignment);
                return true;
            case LegSeen seen:
                return seen.Leg == interruption.Leg;
            default:
                return false;
        }
    }

    private static void LosePhone(CallStep step, Assignment assignment)
    {
        switch (step.Call.Phase)
        {
            case CallPhase.Ringing or CallPhase.Connecting:
                GiveUpAgent(step, "unreachable");
                break;
            case CallPhase.Talking when assignment.Interruption is { } interruption:
                LoseAgain(step, assignment, interruption);
                break;
            case CallPhase.Talking:
                Interrupt(step, assignment);
                break;
        }
    }

    private static void Interrupt(CallStep step, Assignment assignment)
    {
        step.Order(new DropLeg(assignment.Leg));
        KeepThird(step);
        step.EndSupervision("failed");
        step.EndEntry("failed");
        step.EndHold(assignment);
        step.EndRejoin(Failed);
        step.EndPending(Failed);
        var interruption = new Interruption { At = step.Now, UntilAt = step.Now + step.Settings.ReconnectTime };
        SetInterruption(step, interruption);
        KeepCaller(step, assignment);
        step.Say(new AgentDisconnected
        {
            CallId = step.Call.CallId,
            AgentId = assignment.AgentId,
            UntilAt = interruption.UntilAt,
            DisconnectedAt = step.Now,
        });
    }

    /// <summary>Whoever was consulted waits with music too: only the agent hands the caller on.</summary>
    private static void KeepThird(CallStep step)
    {
        switch (step.Call.Third)
        {
            case { } coming when Comes(coming):
                step.DropThird("failed");
                break;
            case { Stage: ThirdStage.Consulting } third:
                step.Order(new LeaveTalk(third.Talk, third.Leg));
                step.Order(new MusicOn(third.Leg));
                SetThird(step, third with { Stage = ThirdStage.Parked });
                break;
            case { Stage: ThirdStage.Parked }:
                // Perhaps on the way into a conference.
                ParkAgain(step, step.Call.Assignment!);
                break;
        }
    }

    /// <summary>The caller waits with music; those who are left in a conference go on talking.</summary>
    private static void KeepCaller(CallStep step, Assignment assignment)
    {
        if (step.Call.Third?.Stage != ThirdStage.Conference)
        {
            step.Order(new LeaveTalk(assignment.Talk, step.Call.CallerLeg));
            step.RecordSides();
            step.Order(new MusicOn(step.Call.CallerLeg));
            GoOn(step);
        }
    }

    /// <summary>Gone once more before both heard each other again: the time that was given goes on.</summary>
    private static void LoseAgain(CallStep step, Assignment assignment, Interruption interruption)
    {
        if (interruption.Leg is { } leg)
        {
            step.Order(new DropLeg(leg));
        }

        if (interruption.Joining)
        {
            KeepCaller(step, assignment);
        }

        SetInterruption(step, interruption with
        {
            Leg = null,
            Joining = false,
            UntilAt = interruption.At + step.Settings.ReconnectTime,
        });
    }

    private static void RingAgain(CallStep step, Assignment assignment, Interruption interruption)
    {
        var leg = CallIds.AgentLeg(step.Call.CallId, step.FreshId);
        SetInterruption(step, interruption with { Leg = leg });
        step.Order(RingOf(step.Call, assignment with { Leg = leg }, interruption.UntilAt - step.Now));
    }

    private static void PickUpAgain(CallStep step, Assignment assignment, Interruption interruption)
    {
        if (interruption.Joining)
        {
            return;
        }

        step.Call = step.Call with { Assignment = assignment with { Leg = interruption.Leg! } };
        step.Order(new MusicOff(step.Call.CallerLeg));
        step.Order(new JoinLegs(assignment.Talk, step.Call.CallerLeg, interruption.Leg!));
        if (assignment.Muted)
        {
            step.Order(new MuteLeg(interruption.Leg!, Muted: true));
        }

        SetInterruption(step, interruption with { Joining = true, UntilAt = step.Now + step.Settings.JoinLimit });
    }

    private static void Rejoin(CallStep step, Assignment assignment, Interruption interruption)
    {
        step.Call = step.Call with { Assignment = assignment with { Interruption = null } };
        step.Say(new AgentReconnected
        {
            CallId = step.Call.CallId,
            AgentId = assignment.AgentId,
            AwayMs = CallStep.Milliseconds(step.Now - interruption.At),
            ReconnectedAt = step.Now,
        });
        step.RecordSides();
        step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
    }

    /// <summary>
    /// The agent does not come back: before all others of the queue, for whoever is free. Those who are left in a
    /// conference stay together.
    /// </summary>
    private static void GiveUpWaiting(CallStep step, Assignment assignment)
    {
        if (step.Call.Third?.Stage == ThirdStage.Conference)
        {
            Complete(step, assignment, releasedBy: "system");
        }
        else
        {
            ReturnToQueue(step, assignment, "agent-disconnected", releasedBy: "system");
        }
    }

    /// <summary>A new owner rings the phone at once; when it is not there, its return is waited for.</summary>
    private static void AdoptInterruption(CallStep step, Assignment assignment, Interruption interruption)
    {
        step.Order(new DropLeg(assignment.Leg));
        if (interruption.Leg is { } leg && leg != assignment.Leg)
        {
            step.Order(new DropLeg(leg));
        }

        KeepCaller(step, assignment);
        RingAgain(step, assignment, interruption with
        {
            Joining = false,
            UntilAt = interruption.At + step.Settings.ReconnectTime,
        });
    }

    private static void SetInterruption(CallStep step, Interruption interruption)
    {
        step.Call = step.Call with { Assignment = step.Call.Assignment! with { Interruption = interruption } };
        step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
    }
}
