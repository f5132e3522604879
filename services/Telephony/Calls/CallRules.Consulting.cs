using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Controls;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules in which the agent speaks with a third party before the caller does.</summary>
public static partial class CallRules
{
    private static string? Consult(CallStep step, Assignment assignment, CallControl control)
    {
        if (step.Call.Third is not null)
        {
            return "consulting";
        }

        if (control.TargetAgentId == assignment.AgentId)
        {
            return "yourself";
        }

        if (assignment.HeldAt is null)
        {
            return HoldFirst(step, assignment, control);
        }

        if (control.QueueId is { } queueId)
        {
            Seek(step, assignment, control, queueId);
        }
        else
        {
            RingThird(step, control);
        }

        return null;
    }

    /// <summary>What an agent does with a third party.</summary>
    private static string? MoveThird(CallStep step, Assignment assignment, CallControl control)
    {
        var third = step.Call.Third;
        switch (control.Action, third?.Stage)
        {
            case (ControlActions.Cancel, not null):
                LoseThird(step, "cancelled");
                return Done;
            case (ControlActions.Swap, ThirdStage.Consulting):
                Park(step, assignment, third!);
                return Done;
            case (ControlActions.Swap, ThirdStage.Parked):
                ConsultAgain(step, assignment, third!);
                return Done;
            case (ControlActions.Conference, ThirdStage.Conference):
                return Done;
            case (ControlActions.Conference, ThirdStage.Consulting or ThirdStage.Parked):
                return Confer(step, assignment, third!, control);
            case (ControlActions.Complete, ThirdStage.Consulting or ThirdStage.Parked or ThirdStage.Conference):
                step.Order(new DropLeg(assignment.Leg));
                Complete(step, assignment);
                return Done;
            default:
                return "not-consulting";
        }
    }

    private static void Park(CallStep step, Assignment assignment, ThirdParty third)
    {
        step.Order(new LeaveTalk(third.Talk, assignment.Leg));
        step.Order(new LeaveTalk(third.Talk, third.Leg));
        step.Order(new MusicOn(third.Leg));
        SetThird(step, third with { Stage = ThirdStage.Parked });
        BackToTheCaller(step);
    }

    private static void ConsultAgain(CallStep step, Assignment assignment, ThirdParty third)
    {
        if (assignment.HeldAt is null)
        {
            step.Order(new LeaveTalk(assignment.Talk, step.Call.CallerLeg));
            Hold(step);
        }

        step.Order(new LeaveTalk(assignment.Talk, assignment.Leg));
        step.Order(new MusicOff(third.Leg));
        step.Order(new JoinLegs(third.Talk, assignment.Leg, third.Leg));
        SetThird(step, third with { Stage = ThirdStage.Consulting });
    }

    private static string? Confer(CallStep step, Assignment assignment, ThirdParty third, CallControl control)
    {
        if (third.Stage == ThirdStage.Parked)
        {
            step.Order(new MusicOff(third.Leg));
        }
        else
        {
            step.Order(new LeaveTalk(third.Talk, assignment.Leg));
            step.Order(new LeaveTalk(third.Talk, third.Leg));
        }

        BackToTheCaller(step);
        SetThird(step, third with { Stage = ThirdStage.Parked });
        return Await(step, control, new EnterTalk(assignment.Talk, third.Leg));
    }

    private static string BeginConference(CallStep step, Assignment assignment)
    {
        if (step.Call.Third is not { Stage: ThirdStage.Parked } third)
        {
            return Failed;
        }

        SetThird(step, third with { Stage = ThirdStage.Conference });
        step.Say(new ConferenceStarted
        {
            CallId = step.Call.CallId,
            AgentId = assignment.AgentId,
            ToAgentId = third.AgentId,
            StartedAt = step.Now,
        });
        return Done;
    }

    /// <summary>The third party could not be let in: they wait with music.</summary>
    private static void ParkAgain(CallStep step, Assignment assignment)
    {
        if (step.Call.Third is { Stage: ThirdStage.Parked } third)
        {
            step.Order(new LeaveTalk(assignment.Talk, third.Leg));
            step.Order(new MusicOn(third.Leg));
        }
    }

    /// <summary>Agent and caller hear each other again.</summary>
    private static void BackToTheCaller(CallStep step)
    {
        step.EndHold(step.Call.Assignment!);
        PutTogether(step);
    }

    /// <summary>The agent's leg is gone in a talk: a third party who was reached takes over.</summary>
    private static void LoseTalkingAgent(CallStep step, Assignment assignment)
    {
        if (step.Call.Third?.Stage is ThirdStage.Consulting or ThirdStage.Parked or ThirdStage.Conference)
        {
            Complete(step, assignment);
            return;
        }

        step.Release(assignment, "agent");
        AfterTalk(step);
    }

    private static void AdoptThird(CallStep step, Adopted adopted)
    {
        var call = step.Call;
        if (call.Third is not { } third)
        {
            return;
        }

        var near = call.Phase == CallPhase.Talking ? call.Assignment!.Leg : call.CallerLeg;
        if (third.IsSought)
        {
            step.Order(new MusicOn(near));
        }

        if (third.Stage == ThirdStage.Seeking)
        {
            return;
        }

        if (!adopted.Sides.TryGetValue(third.Leg, out var isUp))
        {
            MissThird(step, third, "failed");
            return;
        }

        switch (third.Stage)
        {
            case ThirdStage.Ringing when isUp:
                PickUpThird(step, third);
                break;
            case ThirdStage.Ringing when call.Phase == CallPhase.Transferring:
                step.Order(new MusicOn(near));
                break;
            case ThirdStage.Joining or ThirdStage.Consulting or ThirdStage.Transferred:
                step.Order(new JoinLegs(third.Talk, near, third.Leg));
                break;
            case ThirdStage.Parked when call.Phase == CallPhase.Talking:
                ParkAgain(step, call.Assignment!);
                break;
            case ThirdStage.Parked:
                step.Order(new MusicOn(third.Leg));
                break;
            case ThirdStage.Conference:
                step.Order(new EnterTalk(call.Assignment!.Talk, third.Leg));
                break;
        }
    }
}
