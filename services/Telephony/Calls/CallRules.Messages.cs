using CallCenter.Telephony.Flows;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules in which a caller leaves a message.</summary>
public static partial class CallRules
{
    /// <summary>Beyond the silence that ends a message, for the switch to notice that somebody speaks.</summary>
    private static readonly TimeSpan _voiceGrace = TimeSpan.FromSeconds(1);

    private static void BeginMessage(CallStep step, TakeMessage order)
    {
        step.StopPrompt();
        step.Call = step.Call with
        {
            Message = new CallMessage
            {
                RecordingId = step.FreshId,
                QueueId = order.Queue,
                Limit = order.Limit,
                Silence = order.Silence,
            },
        };
        step.Play(CallPhase.InFlow, step.Settings.BeepMedia);
    }

    /// <summary>True when the input concerned the message that is being left, and is dealt with.</summary>
    private static bool HearMessage(CallStep step, CallMessage message, CallInput input)
    {
        switch (input)
        {
            case PromptFinished finished when finished.PromptId == step.Call.PromptId:
                step.Call = step.Call with { PromptId = null };
                HearBeep(step, message, finished.Failed);
                return true;
            case DeadlinePassed when step.Call.DeadlineAt > step.Now:
                return true;
            case DeadlinePassed when message.StartedAt is null:
                step.StopPrompt();
                HearBeep(step, message, failed: false);
                return true;
            case DeadlinePassed or KeyPressed { Key: '#' } or VoicePaused when message.StartedAt is not null:
                EndMessage(step, message);
                return true;
            case KeyPressed or VoicePaused:
                return true;
            case VoiceHeard when message.StartedAt is { } startedAt:
                step.Call = step.Call with { Message = message with { Spoken = true } };
                step.Enter(CallPhase.InFlow, startedAt + message.Limit);
                return true;
            case RecordingFailed failed when failed.RecordingId == message.RecordingId:
                step.Call = step.Call with { Message = message with { StoppedAt = step.Now, Failed = true } };
                StepFlow(step, new CameBack("failed"));
                return true;
            case Adopted:
                AdoptMessage(step, message);
                return true;
            default:
                return false;
        }
    }

    private static void HearBeep(CallStep step, CallMessage message, bool failed)
    {
        if (message.StartedAt is not null)
        {
            return;
        }

        if (failed)
        {
            step.Call = step.Call with { Message = null };
            StepFlow(step, new CameBack("failed"));
            return;
        }

        step.Call = step.Call with { Message = message with { StartedAt = step.Now } };
        Record(step, message);
        var first = message.Silence + _voiceGrace;
        step.Enter(CallPhase.InFlow, step.Now + (first < message.Limit ? first : message.Limit));
    }

    private static void Record(CallStep step, CallMessage message)
    {
        step.Order(new StartRecording(step.Call.CallerLeg, message.RecordingId));
        step.Order(new WatchVoice(step.Call.CallerLeg, message.Silence));
    }

    private static void EndMessage(CallStep step, CallMessage message)
    {
        step.StopMessage();
        StepFlow(step, new CameBack(message.Spoken ? "done" : "silent"));
    }

    /// <summary>What was begun goes on; the beep that the old owner played is played again.</summary>
    private static void AdoptMessage(CallStep step, CallMessage message)
    {
        if (message.StartedAt is null)
        {
            step.StopPrompt();
            step.Play(CallPhase.InFlow, step.Settings.BeepMedia);
        }
        else
        {
            Record(step, message);
        }
    }
}
