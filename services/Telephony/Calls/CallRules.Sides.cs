namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that hears what concerns neither caller nor agent.</summary>
public static partial class CallRules
{
    /// <summary>True when nobody is on the line yet, or no longer: the input is dealt with.</summary>
    private static bool HearOffTheLine(CallStep step, CallInput input)
    {
        if (step.Call.Phase is not (CallPhase.Ended or CallPhase.Dialling))
        {
            return false;
        }

        if (input is Controlled controlled)
        {
            Control(step, controlled.Control);
        }
        else if (step.Call.Phase == CallPhase.Dialling)
        {
            if (step.Call.Outbound is null)
            {
                HearDialling(step, input);
            }
            else
            {
                HearOutbound(step, input);
            }
        }
        else
        {
            AfterTheEnd(step, input);
        }

        return true;
    }

    /// <summary>True when the input concerned such a leg, or a control, and is dealt with.</summary>
    private static bool HearSides(CallStep step, CallInput input)
    {
        var (third, supervision) = (step.Call.Third, step.Call.Supervision);
        switch (input)
        {
            case RoutingOrder { ConsultationId: { } consultationId } order:
                HearOfSearch(step, consultationId, order);
                return true;
            case Controlled controlled:
                Control(step, controlled.Control);
                return true;
            case ControlTried tried:
                HearControl(step, tried);
                return true;
            case RecordingPauseTried tried:
                HearPause(step, tried);
                return true;
            case RecordingResumeTried tried:
                HearResume(step, tried);
                return true;
            case SupervisionTried tried:
                HearSupervision(step, tried);
                return true;
            case KeyPressed pressed when step.Call is { Phase: CallPhase.Talking, Entry: { } entry }:
                EnterKey(step, entry, pressed.Key);
                return true;
            case OutsideAnswered answered
                when step.Call.Entry is { Sent: true } && answered.Visit == -step.Call.Entries:
                GiveEntryUp(step, answered.Values is null ? "failed" : Done);
                return true;
            case AgentLegUp up when third?.Leg == up.Leg:
                PickUpThird(step, third);
                return true;
            case AgentLegRinging ringing when third?.Leg == ringing.Leg:
                RingFound(step, third);
                return true;
            case AgentLegUp up when supervision?.Leg == up.Leg:
                OrderSupervision(step);
                return true;
            case AgentLegGone gone when third?.Leg == gone.Leg:
                MissThird(step, third, Comes(third) ? gone.Reason : "left");
                return true;
            case AgentLegGone gone when supervision?.Leg == gone.Leg:
                step.EndSupervision(supervision.StartedAt is null ? gone.Reason : "hung-up");
                GoOn(step);
                return true;
            case Joined joined when third?.Talk == joined.Talk:
                JoinThird(step, third);
                return true;
            case JoinFailed failed when third?.Talk == failed.Talk:
                LoseThird(step, "failed");
                return true;
            case AgentLegUp up:
                return supervision?.Ear == up.Leg;
            case LegSeen seen:
                return seen.Leg == third?.Leg || seen.Leg == supervision?.Leg || seen.Leg == supervision?.Ear;
            case TalkSeen seen:
                return seen.Talk == third?.Talk || seen.Talk == supervision?.Talk;
            default:
                return HearTogether(step, input);
        }
    }

    /// <summary>What ends by itself in a talk, soonest first; null when nothing does.</summary>
    private static DateTimeOffset? TalkDeadline(Call call)
    {
        DateTimeOffset?[] ends =
        [
            call.Recording?.PauseUntilAt,
            call.Recording?.ResumeAt,
            call.Third is { } third && Comes(third) ? third.UntilAt : null,
            call.Entry?.UntilAt,
            call.Supervision is { StartedAt: null } supervision ? supervision.UntilAt : null,
            call.Assignment?.Interruption?.UntilAt,
            call.Assignment?.Rejoin?.UntilAt,
        ];
        return ends.Min();
    }

    /// <summary>They are not there yet, and somebody waits for them.</summary>
    private static bool Comes(ThirdParty third) =>
        third.Stage is ThirdStage.Seeking or ThirdStage.Ringing or ThirdStage.Joining;

    private static void GoOn(CallStep step)
    {
        if (step.Call.Phase == CallPhase.Talking)
        {
            step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
        }
    }

    private static void PassTalkDeadline(CallStep step)
    {
        if (step.Call.Assignment?.Interruption?.UntilAt <= step.Now)
        {
            GiveUpWaiting(step, step.Call.Assignment!);
            return;
        }

        if (step.Call.Assignment is { Rejoin.UntilAt: { } end } talking && end <= step.Now)
        {
            PassJoin(step, talking);
            if (step.Call.Phase != CallPhase.Talking)
            {
                return;
            }
        }

        if (step.Call.Entry?.UntilAt <= step.Now || step.Call is { Entry: not null, Recording.PauseUntilAt: { } over }
            && over <= step.Now)
        {
            GiveEntryUp(step, "timeout");
        }

        if (step.Call.Recording?.PauseUntilAt <= step.Now)
        {
            step.EndPause("limit");
        }

        if (step.Call.Recording?.ResumeAt <= step.Now)
        {
            step.RecordSides();
        }

        if (step.Call.Supervision is { StartedAt: null } supervision && supervision.UntilAt <= step.Now)
        {
            step.EndSupervision("no-answer");
        }

        if (step.Call.Third is { } third && Comes(third) && third.UntilAt <= step.Now)
        {
            MissThird(step, third, third.Stage switch
            {
                ThirdStage.Seeking => "timeout",
                ThirdStage.Ringing => "no-answer",
                _ => "failed",
            });
        }

        step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
    }
}
