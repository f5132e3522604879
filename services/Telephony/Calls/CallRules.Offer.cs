using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Flows;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules that offers a callback: a key, a number, a word of confirmation. A caller who does nothing
/// goes on as before, and an agent who comes meanwhile ends the offer.
/// </summary>
public static partial class CallRules
{
    /// <summary>Prompts of one offer: a net under a caller who changes their mind for ever.</summary>
    private const int PromptsPerOffer = 8;

    /// <summary>How often a prompt is played to a caller who is silent.</summary>
    private const int AsksPerPrompt = 2;

    /// <summary>Nobody is offered what nobody may dial; who is called back already keeps their place anyway.</summary>
    private static bool MayOffer(CallStep step) =>
        step.Settings.DialAllowed.Count > 0 && step.Call is { CallbackId: null, NumberId: not null };

    private static CallbackOffer OfferOf(CallStep step, OfferStage stage) => new()
    {
        Stage = stage,
        QueueId = step.Call.LastQueueId!.Value,
        Skills = step.Call.Skills,
        Priority = step.Call.Priority,
    };

    private static string Sounds(CallStep step, params IEnumerable<string> names) =>
        string.Join(',', names.Select(name => $"{step.Settings.SoundFolder}/{name}"));

    private static void BeginOffer(CallStep step, CallbackOffer offer, string media)
    {
        if (offer.Stage != OfferStage.Telling || step.Call.Told?.Offered == true)
        {
            AnswerNow(step);
        }

        step.StopPrompt();
        step.Order(new MusicOff(step.Call.CallerLeg));
        step.Call = step.Call with { Offer = offer with { Media = media, Prompts = 1 } };
        step.Play(step.Call.Phase, media);
    }

    /// <summary>The caller remembers the offer while music plays.</summary>
    private static void TakeOffer(CallStep step)
    {
        var offer = OfferOf(step, OfferStage.Asking);
        step.Order(new MusicOff(step.Call.CallerLeg));
        step.Call = step.Call with { Offer = offer };
        Confirm(step, offer);
    }

    /// <summary>What an input means to the offer; false when it is none of its business.</summary>
    private static bool HearOffer(CallStep step, CallInput input)
    {
        var (call, offer) = (step.Call, step.Call.Offer!);
        switch (input)
        {
            case PromptFinished finished when finished.PromptId == call.PromptId:
                EndOfferPrompt(step, finished.Failed);
                return true;
            case KeyPressed pressed:
                HearOfferKey(step, offer, pressed.Key);
                return true;
            case DeadlinePassed when call.DeadlineAt > step.Now:
                return true;
            case DeadlinePassed when call.PromptId is not null:
                step.StopPrompt();
                EndOfferPrompt(step, failed: false);
                return true;
            case DeadlinePassed when offer.Digits.Length > 0:
                EndTyping(step, offer);
                return true;
            case DeadlinePassed when offer.Silences + 1 < AsksPerPrompt:
                Ask(step, offer with { Silences = offer.Silences + 1 }, offer.Media);
                return true;
            case DeadlinePassed:
                Decline(step);
                return true;
            default:
                return false;
        }
    }

    private static void EndOfferPrompt(CallStep step, bool failed)
    {
        step.Call = step.Call with { PromptId = null };
        if (failed || step.Call.Offer!.Stage == OfferStage.Telling)
        {
            Decline(step);
        }
        else
        {
            Listen(step);
        }
    }

    private static void Listen(CallStep step) => step.Enter(step.Call.Phase, step.Now + step.Settings.OfferTime);

    private static void HearOfferKey(CallStep step, CallbackOffer offer, char key)
    {
        switch (offer.Stage, key)
        {
            case (OfferStage.Telling, '1') when step.Call.Told?.Offered == true:
            case (OfferStage.Asking, '1'):
                Confirm(step, offer);
                break;
            case (OfferStage.Confirming, '1'):
            case (OfferStage.Checking, '1'):
                Accept(step, offer);
                break;
            case (OfferStage.Confirming, '2'):
            case (OfferStage.Checking, '2'):
                AskNumber(step, offer);
                break;
            case (OfferStage.Typing, '#') when offer.Digits.Length > 0:
                EndTyping(step, offer);
                break;
            case (OfferStage.Typing, '*'):
                TypeOn(step, offer with { Digits = "" });
                break;
            case (OfferStage.Typing, >= '0' and <= '9'):
                TypeOn(step, offer with { Digits = offer.Digits + key });
                break;
        }
    }

    private static void Ask(CallStep step, CallbackOffer offer, string media)
    {
        step.StopPrompt();
        step.Call = step.Call with { Offer = offer with { Media = media, Prompts = offer.Prompts + 1 } };
        if (offer.Prompts < PromptsPerOffer)
        {
            step.Play(step.Call.Phase, media);
        }
        else
        {
            Decline(step);
        }
    }

    /// <summary>The caller goes on as without the offer.</summary>
    private static void Decline(CallStep step)
    {
        step.StopPrompt();
        var call = step.Call = step.Call with { Offer = null };
        if (call.Phase == CallPhase.InFlow)
        {
            StepFlow(step, new CameBack("declined"));
        }
        else if (call.NotRoutable is { } reason)
        {
            AnnounceNotRoutable(step, reason);
        }
        else
        {
            step.Order(new MusicOn(call.CallerLeg));
            step.Call = call with
            {
                Told = call.Told is { } told ? told with { NextAt = step.Now.AddMilliseconds(told.EveryMs) } : null,
            };
            step.Wait();
        }
    }

    /// <summary>Something else happens to the call: music plays as before the offer.</summary>
    private static void DropOffer(CallStep step)
    {
        if (step.Call.Offer is not null)
        {
            step.StopPrompt();
            step.Order(new MusicOn(step.Call.CallerLeg));
            step.Call = step.Call with { Offer = null };
        }
    }
}
