using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Phones;

namespace CallCenter.Telephony.Calls;

/// <summary>
/// The part of the rules for callers who are answered when somebody talks with them: until then they hear everything
/// as early media. Who is asked for keys, or recorded, is answered first: networks let nothing through to us before.
/// </summary>
public static partial class CallRules
{
    /// <summary>What the phone is told that rings for the call.</summary>
    private static RingFacts FactsOf(Call call) => new(call.LastQueueId, call.Language, call.CallerRef);

    private static readonly string[] _asking = ["menu", "collect", "csat", "voicemail", "callback"];

    private static void AnswerNow(CallStep step)
    {
        if (step.Call.IsUnanswered)
        {
            step.Order(new AnswerCaller(step.Call.CallerLeg));
            step.Call = step.Call with { IsUnanswered = false };
        }
    }

    /// <summary>Whether an order of the flow needs a caller who is answered.</summary>
    private static bool NeedsAnswer(Call call, FlowOrder order) => call.IsUnanswered && order switch
    {
        ListenFor or TakeMessage or OfferCallback or DialNumber => true,
        PlaySounds or SpeakText => _asking.Contains(
            call.FlowBook!.Documents[call.Flow!.Place.Flow].Nodes[call.Flow.Place.Node].Type, StringComparer.Ordinal),
        _ => false,
    };
}
