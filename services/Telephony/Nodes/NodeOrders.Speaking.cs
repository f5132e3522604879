using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Phones;
using CallCenter.Telephony.Speech;

namespace CallCenter.Telephony.Nodes;

/// <summary>The part that makes sounds of texts.</summary>
internal sealed partial class NodeOrders
{
    private async Task<CallInput?> SpeakAsync(Speak speak, CancellationToken cancellation)
    {
        var sound = await flows.Speech.SpeakAsync(
            node.SoundsDirectory, speak.Text, speak.Language, cancellation);
        return sound is null
            ? Failure(speak, "failed")
            : await CarryOutAsync(new Play(speak.Leg, speak.PromptId, sound, speak.Language), cancellation);
    }

    private async Task<CallInput?> IntroduceAsync(MakeIntroduction make, CancellationToken cancellation)
    {
        string? number;
        await using (var connection = await database.OpenConnectionAsync(cancellation))
        {
            number = await PhoneStore.NumberAsync(connection, make.AgentId, cancellation);
        }

        var text = IntroductionRules.Text(make.Language, number);
        return new IntroductionMade(make.Leg, text is null ? null
            : await flows.Speech.SpeakAsync(node.SoundsDirectory, text, make.Language, cancellation));
    }
}
