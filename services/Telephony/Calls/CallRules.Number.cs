using CallCenter.Hosting;
using CallCenter.Telephony.Callbacks;

namespace CallCenter.Telephony.Calls;

/// <summary>The part of the rules that learns at which number a caller is to be called back, and promises it.</summary>
public static partial class CallRules
{
    /// <summary>International prefix and the longest E.164 number.</summary>
    private const int MostDigits = 17;

    /// <summary>The number that the caller shows is offered when it may be dialled, else they type one.</summary>
    private static void Confirm(CallStep step, CallbackOffer offer)
    {
        // Who changes their mind hears the offer before the key works again: no flood of keys is a flood of words.
        step.Call = step.Call with { Told = step.Call.Told is { } told ? told with { Offered = false } : null };
        if (step.Call is { CallerRef: not null, CallerNumber: { } number }
            && CallbackRules.Permits(step.Settings.DialAllowed, number))
        {
            Ask(
                step, offer with { Stage = OfferStage.Confirming, E164 = number, Silences = 0 },
                Sounds(step, "callback-confirm"));
        }
        else
        {
            AskNumber(step, offer);
        }
    }

    private static void AskNumber(CallStep step, CallbackOffer offer, string? first = null) => Ask(
        step,
        offer with { Stage = OfferStage.Typing, E164 = null, Digits = "", Silences = 0 },
        Sounds(step, first is null ? ["callback-number"] : [first, "callback-number"]));

    private static void TypeOn(CallStep step, CallbackOffer offer)
    {
        step.StopPrompt();
        step.Call = step.Call with { Offer = offer };
        if (offer.Digits.Length >= MostDigits)
        {
            EndTyping(step, offer);
        }
        else
        {
            Listen(step);
        }
    }

    /// <summary>What was typed is judged like what comes by HTTP, and read out before anybody is dialled.</summary>
    private static void EndTyping(CallStep step, CallbackOffer offer)
    {
        if (CallbackRules.Typed(offer.Digits, step.Settings.CountryCode, step.Settings.DialAllowed) is { } number)
        {
            Ask(
                step,
                offer with { Stage = OfferStage.Checking, E164 = number, Digits = "", Silences = 0 },
                Sounds(step, ["callback-typed", .. offer.Digits.Select(digit => $"digit-{digit}"), "callback-check"]));
        }
        else
        {
            AskNumber(step, offer, "callback-refused");
        }
    }

    private static void Accept(CallStep step, CallbackOffer offer)
    {
        var call = step.Call;
        var e164 = offer.E164!;
        var callback = new Callback
        {
            CallbackId = step.FreshId,
            E164 = e164,
            CallerRef = e164 == call.CallerNumber && call.CallerRef is { } known
                ? known
                : CallerReference.Of(e164, step.Settings.CallerKey.Span),
            NumberId = call.NumberId!.Value,
            QueueId = offer.QueueId,
            CallId = call.CallId,
            Language = call.Language,
            Skills = [.. offer.Skills],
            Priority = offer.Priority,
            QueuedAt = call.Phase == CallPhase.Queued || call.QueueId == offer.QueueId
                ? call.QueuedAt ?? step.Now
                : step.Now,
            RequestedAt = step.Now,
        };
        step.Ask(callback);
        if (call.Phase == CallPhase.Queued)
        {
            SayLeftQueue(step, "callback");
        }

        step.StopPrompt();
        step.Call = step.Call with { Offer = null };
        step.Announce("callback", Sounds(step, "callback-accepted"));
    }
}
