namespace CallCenter.Telephony.Lines;

/// <summary>
/// How good a line sounds, estimated from what was lost and late: the E-model of ITU-T G.107, with the fit of the
/// delay impairment by Cole and Rosenbluth (2001) and the values of ITU-T G.113 Appendix I for G.711 with concealment
/// of losses. Legs in other codecs are rated as if they were in that one, so that lines can be compared.
/// </summary>
public static class LineRules
{
    /// <summary>Rating of a line without impairment, with the default values of G.107.</summary>
    private const double Best = 93.2;

    /// <summary>Robustness of G.711 with concealment against random loss (Bpl).</summary>
    private const double Robustness = 25.1;

    /// <summary>From here on delay hinders a conversation.</summary>
    private const double HinderingDelayMs = 177.3;

    /// <summary>Audio waits so long for its packet to be full.</summary>
    private const double PacketMs = 20;

    /// <summary>Mean opinion score, 1 (bad) to 4.5.</summary>
    /// <param name="lossShare">Packets lost of those sent, 0 to 1.</param>
    /// <param name="jitterMs">Mean jitter; a receiver buffers twice as much.</param>
    /// <param name="roundTripMs">Round trip of the network; 0 when unknown.</param>
    public static double Mos(double lossShare, double jitterMs, double roundTripMs)
    {
        var delay = (Math.Max(0, roundTripMs) / 2) + PacketMs + (2 * Math.Max(0, jitterMs));
        var late = (0.024 * delay) + (0.11 * Math.Max(0, delay - HinderingDelayMs));
        var percent = 100 * Math.Clamp(lossShare, 0, 1);
        var lost = 95 * percent / (percent + Robustness);
        return OfRating(Best - late - lost);
    }

    /// <summary>From a rating R to a mean opinion score (G.107, Annex B).</summary>
    public static double OfRating(double rating) => rating switch
    {
        // Below this the polynomial falls under the worst score before it rises to it.
        <= 6.5 => 1,
        >= 100 => 4.5,
        _ => 1 + (0.035 * rating) + (rating * (rating - 60) * (100 - rating) * 7e-6),
    };

    /// <summary>What a line that carried nothing was worth is not said.</summary>
    public static bool IsMeasured(LineCounts counts) => counts.ReceivedPackets > 0 || counts.SentPackets > 0;

    /// <summary>Lost of what should have come; nothing at all is all lost.</summary>
    public static double LossShare(long packets, long lost) => packets <= 0 ? 1 : (double)lost / (packets + lost);

    public static double ReceivedMos(LineCounts counts) => Rounded(Mos(
        LossShare(counts.ReceivedPackets, counts.ReceivedLost), counts.ReceivedJitterMs, counts.RoundTripMs ?? 0));

    /// <summary>Null when the leg has reported nothing.</summary>
    public static double? SentMos(LineCounts counts) => counts is { IsReported: true, SentPackets: > 0 }
        ? Rounded(Mos(
            Math.Min(1, (double)counts.SentLost / counts.SentPackets), counts.SentJitterMs, counts.RoundTripMs ?? 0))
        : null;

    private static double Rounded(double score) => Math.Round(score, 2);
}
