using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Controls;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that does what agents, supervisors and programs ask of a call.</summary>
public static partial class CallRules
{
    private const string Done = "done";

    /// <summary>What can be asked while the agent's phone is gone.</summary>
    private static readonly string[] _withoutTheAgent =
        [ControlActions.HangUp, ControlActions.Return, ControlActions.Transfer];

    private static void Control(CallStep step, CallControl control)
    {
        var outcome = ControlFollower(step, control) ?? ControlRefusal(step.Call, control)
            ?? PendingRefusal(step.Call, control) ?? Obey(step, control);
        if (outcome is not null)
        {
            step.Answer(control.ControlId, outcome);
        }

        if (step.Call.Phase == CallPhase.Talking)
        {
            step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
        }
    }

    /// <summary>Why it cannot be done now; null when it can.</summary>
    private static string? ControlRefusal(Call call, CallControl control) => call.Phase switch
    {
        CallPhase.Ended => "ended",
        _ when !ControlRules.MayControl(call, control.AgentId) => "not-yours",
        CallPhase.Ringing when control.Action is ControlActions.Reject or ControlActions.Answer => null,
        CallPhase.Connecting when control.Action == ControlActions.Answer => null,
        CallPhase.Talking when call.Assignment?.Interruption is not null
            && !_withoutTheAgent.Contains(control.Action, StringComparer.Ordinal) => "disconnected",
        CallPhase.Talking when control.Action != ControlActions.Reject => null,
        CallPhase.Transferred when control.Action == ControlActions.HangUp => null,
        _ => control.Action is ControlActions.Reject or ControlActions.Answer ? "not-ringing" : "not-talking",
    };

    /// <summary>What came of it; null when that is not known yet. What is so already is done.</summary>
    private static string? Obey(CallStep step, CallControl control)
    {
        var assignment = step.Call.Assignment!;
        switch (control.Action)
        {
            case ControlActions.Answer:
                return AskForAnswer(step, assignment, control.ControlId);
            case { } action when step.Call.Entry is not null && !_duringEntry.Contains(action, StringComparer.Ordinal):
                return "collecting";
            case ControlActions.Cancel when step.Call.Entry is not null:
                GiveEntryUp(step, "cancelled");
                break;
            case ControlActions.Collect:
                return Collect(step, assignment, control);
            case ControlActions.Hold or ControlActions.Resume when IsAskingAThird(step.Call):
                return "consulting";
            case ControlActions.Hold when assignment.HeldAt is null:
                return HoldFirst(step, assignment, control);
            case ControlActions.Resume when assignment.HeldAt is not null:
                step.EndHold(assignment);
                PutTogether(step, control.ControlId);
                return null;
            case ControlActions.Mute or ControlActions.Unmute:
                return Mute(step, assignment, control);
            case ControlActions.Keys:
                return Press(step, control);
            case ControlActions.HangUp when step.Call.Phase == CallPhase.Transferred:
                LoseThird(step, "left");
                break;
            case ControlActions.HangUp:
                step.Order(new DropLeg(assignment.Leg));
                LoseTalkingAgent(step, assignment);
                break;
            case ControlActions.Reject:
                GiveUpAgent(step, "rejected");
                break;
            case ControlActions.Return:
                ReturnToQueue(step, assignment, control.Reason!);
                break;
            case ControlActions.PauseRecording:
                return PauseRecording(step, control.ControlId);
            case ControlActions.ResumeRecording:
                step.EndPause("asked");
                break;
            case ControlActions.Transfer:
                return Transfer(step, assignment, control);
            case ControlActions.Consult:
                return Consult(step, assignment, control);
            case ControlActions.Swap or ControlActions.Conference or ControlActions.Complete or ControlActions.Cancel:
                return MoveThird(step, assignment, control);
            case ControlActions.Supervise:
                return Supervise(step, assignment, control);
            case ControlActions.Unsupervise:
                return StopSupervision(step, control);
        }

        return Done;
    }

    /// <summary>The agent is with a third party, or about to be: the caller's hold is a part of that.</summary>
    private static bool IsAskingAThird(Call call) =>
        call.Third is { } third && (Comes(third) || third.Stage == ThirdStage.Consulting);

    /// <summary>For whoever the agent talks with.</summary>
    private static string? Press(CallStep step, CallControl control)
    {
        var far = step.Call.Third is { Stage: ThirdStage.Consulting } third ? third.Leg : step.Call.CallerLeg;
        return Await(step, control, new SendKeys(far, control.Digits!));
    }

    /// <summary>The caller is out of the talk, or will be with the next order.</summary>
    private static void Hold(CallStep step)
    {
        if (step.Call.Assignment!.Rejoin is not null)
        {
            // What was told again meanwhile may be carried out behind the leaving.
            step.Order(new LeaveTalk(step.Call.Assignment.Talk, step.Call.CallerLeg));
        }

        step.EndRejoin(Failed);
        var assignment = step.Call.Assignment!;
        step.Call = step.Call with { Assignment = assignment with { HeldAt = step.Now } };
        step.Say(new CallHeld { CallId = step.Call.CallId, AgentId = assignment.AgentId, HeldAt = step.Now });
        step.RecordSides();
        step.Order(new MusicOn(step.Call.CallerLeg));
    }

    private static string? Mute(CallStep step, Assignment assignment, CallControl control)
    {
        var muted = control.Action == ControlActions.Mute;
        return assignment.Muted == muted ? Done : Await(step, control, new MuteLeg(assignment.Leg, muted));
    }

    /// <summary>Before all others of its queue: the caller has waited there already.</summary>
    private static void ReturnToQueue(
        CallStep step, Assignment assignment, string reason, string releasedBy = "agent")
    {
        step.Say(new CallReturned
        {
            CallId = step.Call.CallId,
            AgentId = assignment.AgentId,
            QueueId = assignment.QueueId,
            Reason = reason,
            ReturnedAt = step.Now,
        });
        step.Order(new DropLeg(assignment.Leg));
        step.Release(assignment, releasedBy, goesOn: true);
        step.Call = step.Call with { QueueId = assignment.QueueId, PreferredAgentId = null };
        QueueAtTheHead(step);
    }

    /// <summary>The highest that a number or a callback may have.</summary>
    private const int HeadPriority = 100;

    /// <summary>After a talk the call waits again; the time of the talk is no time waited.</summary>
    private static void QueueAgain(CallStep step, DateTimeOffset? placeAt, int priority)
    {
        step.Call = step.Call with
        {
            PlaceAt = placeAt,
            QueuedAt = step.Now,
            WaitedMs = step.Call.QueuedMs,
            QueueUntilAt = null,
            NotRoutable = null,
            Priority = priority,
            CameFrom = null,
            // What was told of a place is true in its queue only.
            Told = step.Call.Told is { } told && told.QueueId == step.Call.QueueId ? told : null,
        };
        step.Enqueue();
    }

    /// <summary>
    /// Answered only when the switch says that the recording is silent: until then no card number may be spoken.
    /// </summary>
    private static string? PauseRecording(CallStep step, Guid controlId)
    {
        switch (step.Call.Recording)
        {
            case { PausedAt: not null, StoppedAt: null }:
                return Done;
            case { StoppedAt: null, Failed: false, PauseControlId: null } recording:
                step.Call = step.Call with
                {
                    Recording = recording with { PauseControlId = controlId, ResumeAt = null },
                };
                step.Order(new PauseRecording(step.Call.CallerLeg, recording.RecordingId));
                return null;
            case { StoppedAt: null, Failed: false }:
                return "under-way";
            default:
                return "no-recording";
        }
    }

    /// <summary>A switch that does not obey is told again: what is said would be lost.</summary>
    private static void HearResume(CallStep step, RecordingResumeTried tried)
    {
        if (!tried.IsDone && step.Call is { Phase: CallPhase.Talking, Recording: { StoppedAt: null } recording }
            && recording is { Failed: false, PausedAt: null, PauseControlId: null }
            && recording.RecordingId == tried.RecordingId)
        {
            step.Call = step.Call with { Recording = recording with { ResumeAt = step.Now + _resumePause } };
            step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
        }
    }

    private static readonly TimeSpan _resumePause = TimeSpan.FromSeconds(1);

    private static void HearPause(CallStep step, RecordingPauseTried tried)
    {
        if (step.Call.Recording is not { StoppedAt: null, PauseControlId: { } controlId } recording
            || recording.RecordingId != tried.RecordingId)
        {
            return;
        }

        step.Call = step.Call with { Recording = recording with { PauseControlId = null } };
        step.Answer(controlId, tried.IsSilent ? Done : "failed");
        if (!tried.IsSilent)
        {
            // It may have obeyed without an answer, and a hold may have begun or ended meanwhile.
            step.RecordSides();
            return;
        }

        var until = step.Now + step.Settings.RecordingPauseLimit;
        step.Call = step.Call with
        {
            Recording = step.Call.Recording! with { PausedAt = step.Now, PauseUntilAt = until },
        };
        step.Say(new RecordingPaused
        {
            CallId = step.Call.CallId,
            RecordingId = recording.RecordingId,
            PausedAt = step.Now,
            UntilAt = until,
        });
        step.Enter(step.Call.Phase, TalkDeadline(step.Call));
    }
}
