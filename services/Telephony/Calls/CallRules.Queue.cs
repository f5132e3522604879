using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Waiting;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that tells a waiting caller their place, and ends a wait that is too long.</summary>
public static partial class CallRules
{
    /// <summary>From one look at the place of a call to the next, while nothing is due.</summary>
    private static readonly TimeSpan _lookPause = TimeSpan.FromSeconds(30);

    /// <summary>Why a queue takes no more calls: nobody has decided it for this one.</summary>
    private static readonly string[] _notTaken =
        ["unknown-queue", "unknown-channel", "closed", "full", "overflow", "callback-only"];

    private static void PassTimeInQueue(CallStep step)
    {
        if (step.QueueEndsAt > step.Now)
        {
            step.Order(new LookUpPlace(step.Call.CallId));
            step.WaitUntil(step.Now + _lookPause);
        }
        else if (IsOfFlow(step.Call))
        {
            LeaveQueue(step, "timeout");
        }
        else
        {
            step.Order(new MusicOff(step.Call.CallerLeg));
            step.Announce("queue-timeout", step.Settings.NotRoutableMedia);
        }
    }

    private static void HearPlace(CallStep step, CallPlace? place)
    {
        var call = step.Call;
        if (call is not { Phase: CallPhase.Queued, Offer: null, NotRoutable: null })
        {
            return;
        }

        if (place is null || IsOver(call, place))
        {
            step.WaitUntil(step.Now + step.Settings.FirstLook);
            return;
        }

        var offers = place.CallbackOffered && MayOffer(step);
        var due = TellingRules.DueAt(call.Told, place, call.QueuedAt!.Value);
        if (due > step.Now)
        {
            step.WaitUntil(due < step.Now + _lookPause ? due : step.Now + _lookPause);
            return;
        }

        var (told, sounds) = TellingRules.Next(call.Told, place, offers, step.Settings.SoundFolder, step.Now);
        if (sounds.Count == 0)
        {
            return;
        }

        step.Call = call with { Told = told };
        BeginOffer(step, OfferOf(step, OfferStage.Telling), string.Join(',', sounds));
    }

    /// <summary>Said of a queue in which the call waited before it came to this one.</summary>
    private static bool IsOver(Call call, CallPlace place) =>
        place.QueueId != call.LastQueueId && place.ChangedAt < call.QueuedAt;

    private static void RefuseRouting(CallStep step, string reason)
    {
        switch (step.Call.Phase)
        {
            case CallPhase.Queued when step.Call.NotRoutable is null:
                DropOffer(step);
                RefuseToWait(step, reason);
                break;
            case CallPhase.Ringing or CallPhase.Connecting:
                // The agent may still answer; if not, nobody else can come.
                step.Call = step.Call with { NotRoutable = reason };
                break;
        }
    }

    private static void AnnounceNotRoutable(CallStep step, string reason)
    {
        if (IsOfFlow(step.Call))
        {
            LeaveQueue(step, "failed");
            return;
        }

        step.Order(new MusicOff(step.Call.CallerLeg));
        step.Announce(
            "not-routable", reason == "closed" ? step.Settings.ClosedMedia : step.Settings.NotRoutableMedia);
    }

    /// <summary>A queue that lets nobody wait: who may be called back is asked, all others are told.</summary>
    private static void RefuseToWait(CallStep step, string reason)
    {
        if (step.Call.CameFrom is { } origin && _notTaken.Contains(reason, StringComparer.Ordinal))
        {
            BackFromTransfer(step, origin, reason);
        }
        else if (reason == "callback-only" && MayOffer(step))
        {
            step.Call = step.Call with { NotRoutable = reason, Assignment = null, Phase = CallPhase.Queued };
            BeginOffer(
                step, OfferOf(step, OfferStage.Asking), Sounds(step, "callback-only", "callback-offer"));
        }
        else
        {
            AnnounceNotRoutable(step, reason);
        }
    }
}
