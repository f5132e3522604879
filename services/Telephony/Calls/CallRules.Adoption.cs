using CallCenter.Telephony.Flows;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that takes a call over from another owner.</summary>
public static partial class CallRules
{
    /// <summary>What the owner of the node finds in it.</summary>
    private static void HearOwner(CallStep step, CallInput input)
    {
        var call = step.Call;
        switch (input)
        {
            case IntroductionMade made:
                HearIntroduction(step, made);
                break;
            case LegSeen seen when seen.Leg != call.CallerLeg && seen.Leg != call.Assignment?.Leg:
                step.Order(new DropLeg(seen.Leg));
                break;
            case TalkSeen seen when seen.Talk != call.Assignment?.Talk:
                step.Order(new RemoveTalk(seen.Talk));
                break;
            case Adopted adopted:
                CutIntroduction(step, adopted);
                AskAgain(step, adopted);
                Adopt(step, adopted);
                break;
        }
    }

    /// <summary>
    /// A new owner goes on with the call. What only the old owner knew (a prompt half played, an agent being put
    /// through) is begun again.
    /// </summary>
    private static void Adopt(CallStep step, Adopted adopted)
    {
        var call = step.Call;
        if (call.Recording is { StoppedAt: not null } over)
        {
            // The old owner may not have come to it.
            step.Order(new StopRecording(call.CallerLeg, over.RecordingId));
        }

        switch (call.Phase)
        {
            case CallPhase.InFlow:
                step.StopPrompt();
                step.Call = step.Call with { Offer = null };
                StepFlow(step, new Reentered());
                break;
            case CallPhase.Queued:
                WaitOn(step);
                break;
            case CallPhase.Ringing when adopted.AgentLeg == AdoptedLeg.Up:
                PickUp(step, call.Assignment!.Leg);
                break;
            case CallPhase.Connecting when adopted.AgentLeg == AdoptedLeg.Up:
                // The old owner may not have come to it; who is answered already stays so.
                step.Order(new AnswerCaller(call.CallerLeg));
                PutThrough(step);
                break;
            case CallPhase.Ringing or CallPhase.Connecting when adopted.AgentLeg == AdoptedLeg.Gone:
                step.Order(new MusicOn(call.CallerLeg));
                GiveUpAgent(step, "failed");
                break;
            case CallPhase.Talking when call.Assignment!.Interruption is { } interruption:
                AdoptInterruption(step, call.Assignment, interruption);
                AdoptThird(step, adopted);
                break;
            case CallPhase.Talking when adopted.AgentLeg == AdoptedLeg.Gone:
                LoseTalkingAgent(step, call.Assignment!);
                break;
            case CallPhase.Talking:
                step.EndPending(Failed);
                GoOnTalking(step, adopted.IsJoined);
                AdoptSupervision(step, adopted);
                if (call.Entry is not null)
                {
                    // The digits were in the memory of the old owner.
                    GiveEntryUp(step, "failed");
                }

                AdoptThird(step, adopted);
                GoOn(step);
                break;
            case CallPhase.Transferring or CallPhase.Transferred:
                AdoptThird(step, adopted);
                break;
            case CallPhase.Surveying:
                step.StopPrompt();
                step.Play(CallPhase.Surveying, step.Settings.SurveyMedia);
                break;
            case CallPhase.Greeting or CallPhase.Thanking or CallPhase.Announcing:
                step.StopPrompt();
                FinishPrompt(step);
                break;
            case CallPhase.Ending:
                step.HangUp(call.EndCause!);
                break;
        }

        if (call.Phase != CallPhase.Talking)
        {
            AdoptSupervision(step, adopted);
        }
    }

    /// <summary>What was being offered is offered again in its time, or at once to who may not wait.</summary>
    private static void WaitOn(CallStep step)
    {
        step.StopPrompt();
        step.Call = step.Call with { Offer = null };
        if (step.Call.NotRoutable is { } reason)
        {
            RefuseToWait(step, reason);
        }
        else
        {
            step.Order(new MusicOn(step.Call.CallerLeg));
            step.Wait();
        }
    }

    private static void GoOnTalking(CallStep step, bool isJoined)
    {
        var call = step.Call;
        if (call.Assignment!.HeldAt is not null)
        {
            step.Order(new LeaveTalk(call.Assignment.Talk, call.CallerLeg));
            step.Order(new MusicOn(call.CallerLeg));
        }
        else if (!isJoined)
        {
            step.Order(new MusicOff(call.CallerLeg));
            PutTogether(step);
        }
        else
        {
            step.EndRejoin(Done);
        }

        step.Order(new MuteLeg(call.Assignment.Leg, call.Assignment.Muted));
        if (call.Recording is { StoppedAt: null, Failed: false } recording)
        {
            // Does nothing when it runs already.
            step.Order(new StartRecording(call.CallerLeg, recording.RecordingId));
            if (recording is { PausedAt: null, PauseControlId: null })
            {
                step.RecordSides();
            }
            else
            {
                step.Order(new PauseRecording(call.CallerLeg, recording.RecordingId));
            }
        }

        GoOn(step);
    }
}
