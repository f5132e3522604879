using CallCenter.Contracts.Telephony;
using CallCenter.Telephony.Controls;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that does what agents, supervisors and programs ask of a call.</summary>
public static partial class CallRules
{
    private const string Done = "done";

    private static void Control(CallStep step, CallControl control)
    {
        var outcome = ControlRefusal(step.Call, control) ?? Obey(step, control);
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
        CallPhase.Ringing when control.Action == ControlActions.Reject => null,
        CallPhase.Talking when control.Action != ControlActions.Reject => null,
        _ => control.Action == ControlActions.Reject ? "not-ringing" : "not-talking",
    };

    /// <summary>What came of it; null when that is not known yet. What is so already is done.</summary>
    private static string? Obey(CallStep step, CallControl control)
    {
        var assignment = step.Call.Assignment!;
        switch (control.Action)
        {
            case ControlActions.Hold when assignment.HeldAt is null:
                Hold(step, assignment);
                break;
            case ControlActions.Resume when assignment.HeldAt is not null:
                step.EndHold(assignment);
                step.Order(new JoinLegs(assignment.Talk, step.Call.CallerLeg, assignment.Leg));
                break;
            case ControlActions.Mute or ControlActions.Unmute:
                Mute(step, assignment, control.Action == ControlActions.Mute);
                break;
            case ControlActions.Keys:
                step.Order(new SendKeys(step.Call.CallerLeg, control.Digits!));
                step.Say(new KeysSent
                {
                    CallId = step.Call.CallId,
                    AgentId = assignment.AgentId,
                    Count = control.Digits!.Length,
                    SentAt = step.Now,
                });
                break;
            case ControlActions.HangUp:
                step.Order(new DropLeg(assignment.Leg));
                step.Release(assignment, "agent");
                AfterTalk(step);
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
        }

        return Done;
    }

    private static void Hold(CallStep step, Assignment assignment)
    {
        step.Call = step.Call with { Assignment = assignment with { HeldAt = step.Now } };
        step.Say(new CallHeld { CallId = step.Call.CallId, AgentId = assignment.AgentId, HeldAt = step.Now });
        step.Order(new LeaveTalk(assignment.Talk, step.Call.CallerLeg));
        step.Order(new MusicOn(step.Call.CallerLeg));
    }

    private static void Mute(CallStep step, Assignment assignment, bool muted)
    {
        if (assignment.Muted == muted)
        {
            return;
        }

        step.Call = step.Call with { Assignment = assignment with { Muted = muted } };
        step.Order(new MuteLeg(assignment.Leg, muted));
        step.Say(muted
            ? new AgentMuted { CallId = step.Call.CallId, AgentId = assignment.AgentId, MutedAt = step.Now }
            : new AgentUnmuted { CallId = step.Call.CallId, AgentId = assignment.AgentId, UnmutedAt = step.Now });
    }

    /// <summary>Before all others of its queue: the caller has waited there already.</summary>
    private static void ReturnToQueue(CallStep step, Assignment assignment, string reason)
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
        step.Release(assignment, "agent");
        QueueAgain(step, step.Call.PlaceAt ?? step.Call.QueuedAt, Math.Max(step.Call.Priority, HeadPriority));
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
                step.Call = step.Call with { Recording = recording with { PauseControlId = controlId } };
                step.Order(new PauseRecording(step.Call.CallerLeg, recording.RecordingId));
                return null;
            case { StoppedAt: null, Failed: false }:
                return "under-way";
            default:
                return "no-recording";
        }
    }

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

    /// <summary>What ends by itself in a talk, soonest first; null when nothing does.</summary>
    private static DateTimeOffset? TalkDeadline(Call call) => call.Recording?.PauseUntilAt;

    private static void PassTalkDeadline(CallStep step)
    {
        if (step.Call.Recording?.PauseUntilAt <= step.Now)
        {
            step.EndPause("limit");
        }

        step.Enter(CallPhase.Talking, TalkDeadline(step.Call));
    }
}
