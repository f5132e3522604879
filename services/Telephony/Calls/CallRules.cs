using CallCenter.Contracts.Telephony;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The life of a call: from a state and an input follow the next state, events and orders. Whatever comes, in whatever
/// order: a call ends once, and leaves no leg, talk or assignment behind.
/// </summary>
public static partial class CallRules
{
    /// <summary>What follows from an input.</summary>
    /// <param name="call">The present state.</param>
    /// <param name="input">What happened.</param>
    /// <param name="now">The time.</param>
    /// <param name="settings">Limits and names of announcements.</param>
    /// <param name="freshId">An id nobody has used, for a recording or a callback if one is made.</param>
    public static CallDecision Decide(
        Call call, CallInput input, DateTimeOffset now, CallSettings settings, Guid freshId)
    {
        var step = new CallStep(call, now, settings) { FreshId = freshId };
        if (HearOffTheLine(step, input) || HearPhone(step, input) || HearSides(step, input))
        {
            return step.Decision;
        }

        if (call is { Phase: CallPhase.InFlow, Message: { StoppedAt: null } message }
            && HearMessage(step, message, input))
        {
            return step.Decision;
        }

        if (call.Offer is not null && HearOffer(step, input))
        {
            return step.Decision;
        }

        if (call is { Phase: CallPhase.InFlow, Offer: null } && FlowInputOf(call, input, now) is { } heard)
        {
            StepFlow(step, heard);
            return step.Decision;
        }

        switch (input)
        {
            case CallerGone gone:
                LoseCaller(step, gone.Lost);
                break;
            case PromptFinished finished when finished.PromptId == call.PromptId:
                step.Call = call with { PromptId = null };
                FinishPrompt(step);
                break;
            case RoutingOrder order:
                HearOrder(step, order);
                break;
            case AgentLegRinging ringing:
                Ring(step, ringing.Leg);
                break;
            case AgentLegUp up when up.Leg != call.CallerLeg:
                PickUp(step, up.Leg);
                break;
            case AgentLegGone gone:
                LoseAgent(step, gone);
                break;
            case Joined joined:
                Join(step, joined.Talk);
                break;
            case JoinFailed failed when call.Phase == CallPhase.Connecting && failed.Talk == call.Assignment!.Talk:
                GiveUpAgent(step, "failed");
                break;
            case RecordingFailed failed:
                FailRecording(step, failed);
                break;
            case KeyPressed pressed:
                HearKey(step, pressed.Key);
                break;
            case PlaceFound found:
                HearPlace(step, found.Place);
                break;
            case DeadlinePassed when call.DeadlineAt <= now:
                PassDeadline(step);
                break;
            default:
                HearOwner(step, input);
                break;
        }

        return step.Decision;
    }

    private static void HearKey(CallStep step, char key)
    {
        if (step.Call.Phase == CallPhase.Surveying)
        {
            AnswerSurvey(step, key);
        }
        else if (key == '1' && step.Call is { Phase: CallPhase.Queued, Told.Offered: true })
        {
            TakeOffer(step);
        }
    }

    private static void FinishPrompt(CallStep step)
    {
        switch (step.Call.Phase)
        {
            case CallPhase.Greeting:
                step.Enqueue();
                break;
            case CallPhase.Surveying:
                step.Enter(CallPhase.Surveying, step.Now + step.Settings.SurveyTime);
                break;
            case CallPhase.Connecting when step.Call.Assignment!.Introduction is not null:
                EndIntroduction(step);
                break;
            case CallPhase.Transferring when step.Call.Third is { Introduction: not null } third:
                EndTelling(step, third);
                break;
            case CallPhase.Thanking or CallPhase.Announcing:
                step.HangUp("completed");
                break;
        }
    }

    private static void PassDeadline(CallStep step)
    {
        switch (step.Call.Phase)
        {
            case CallPhase.Queued:
                PassTimeInQueue(step);
                break;
            case CallPhase.Ringing:
                GiveUpAgent(step, "no-answer");
                break;
            case CallPhase.Connecting when step.Call.Assignment!.Introduction is not null:
                EndIntroduction(step);
                break;
            case CallPhase.Connecting:
                GiveUpAgent(step, "failed");
                break;
            case CallPhase.Talking:
                PassTalkDeadline(step);
                break;
            case CallPhase.Transferring when step.Call.Third is { Introduction: not null } third:
                EndTelling(step, third);
                break;
            case CallPhase.Transferring:
                LoseThird(step, step.Call.Third!.Stage == ThirdStage.Ringing ? "no-answer" : "failed");
                break;
            case CallPhase.Surveying when step.Call.PromptId is null:
                step.Play(CallPhase.Thanking, step.Settings.ThanksMedia);
                break;
            case CallPhase.Ending when step.Call.HangUps >= step.Settings.HangUpTries:
                step.End(step.Call.EndCause!, abandoned: false);
                break;
            case CallPhase.Ending:
                step.HangUp(step.Call.EndCause!);
                break;
            default:
                step.StopPrompt();
                FinishPrompt(step);
                break;
        }
    }

    private static void AnswerSurvey(CallStep step, char key)
    {
        step.StopPrompt();
        if (key is >= '1' and <= '5')
        {
            step.Say(new SurveyAnswered
            {
                CallId = step.Call.CallId,
                AgentId = step.Call.AgentId,
                QueueId = step.Call.LastQueueId,
                Question = "csat",
                Score = key - '0',
                AnsweredAt = step.Now,
            });
            step.Play(CallPhase.Thanking, step.Settings.ThanksMedia);
            return;
        }

        step.Call = step.Call with { WrongKeys = step.Call.WrongKeys + 1 };
        if (step.Call.WrongKeys < step.Settings.SurveyAsks)
        {
            step.Play(CallPhase.Surveying, step.Settings.SurveyMedia);
        }
        else
        {
            step.Play(CallPhase.Thanking, step.Settings.ThanksMedia);
        }
    }

    private static void AfterTheEnd(CallStep step, CallInput input)
    {
        switch (input)
        {
            case Assigned late:
                step.Decline(late.AssignmentId, late.AgentId, "caller-gone", late.ConsultationId);
                break;
            case AgentLegRinging or AgentLegUp or LegSeen:
                step.Order(new DropLeg(LegOf(input)));
                break;
            case TalkSeen seen:
                step.Order(new RemoveTalk(seen.Talk));
                break;
            case RecordingFailed failed:
                FailRecording(step, failed);
                break;
        }
    }

    private static void FailRecording(CallStep step, RecordingFailed failed)
    {
        if (step.Call.Recording is { Failed: false } recording && recording.RecordingId == failed.RecordingId)
        {
            step.Call = step.Call with { Recording = recording with { Failed = true } };
            step.Say(new RecordingNotMade
            {
                CallId = step.Call.CallId,
                RecordingId = recording.RecordingId,
                AssignmentId = recording.AssignmentId,
                AgentId = recording.AgentId,
                Reason = failed.Reason,
                KnownAt = step.Now,
            });
        }
    }

    private static string LegOf(CallInput input) => input switch
    {
        AgentLegRinging ringing => ringing.Leg,
        AgentLegUp up => up.Leg,
        LegSeen seen => seen.Leg,
        _ => throw new ArgumentOutOfRangeException(nameof(input)),
    };
}
