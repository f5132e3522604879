using System.Globalization;
using System.Text.Json;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Lines;

namespace CallCenter.Telephony.Ari;

/// <summary>
/// Reads the variable <c>RTPAUDIOQOS</c> that Asterisk sets when the media of a leg ends and, by <c>channelvars</c> of
/// ari.conf, sends with the leg's last event: no question has to be asked while calls end.
/// </summary>
internal static class AriLines
{
    /// <summary>The line of a channel that is gone; null when nothing was counted or it is of no call.</summary>
    public static LegLine? Of(JsonElement channel)
    {
        var variables = AriParsing.Part(channel, "channelvars");
        if (AriParsing.Text(variables, "RTPAUDIOQOS") is not { Length: > 0 } counted
            || AriParsing.Text(channel, "id") is not { } leg)
        {
            return null;
        }

        return (CallIds.CallOf(leg) ?? AriParsing.CallOf(channel, leg)) is { } call
            ? new LegLine
            {
                Leg = leg,
                CallId = call,
                Role = RoleOf(leg),
                AssignmentId = AssignmentOf(leg),
                Counts = Counts(counted),
            }
            : null;
    }

    /// <summary>
    /// Asterisk names jitter by the report that carries it: <c>txjitter</c> is what it has measured of the received
    /// packets, <c>rxjitter</c> what the other end has reported. Both, and the round trip, are in seconds.
    /// </summary>
    public static LineCounts Counts(string counted)
    {
        var values = counted.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0].Trim())
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1], StringComparer.Ordinal);
        return new LineCounts
        {
            ReceivedPackets = Count("rxcount"),
            ReceivedLost = Count("lp"),
            ReceivedJitterMs = Milliseconds("txjitter"),
            SentPackets = Count("txcount"),
            SentLost = Count("rlp"),
            SentJitterMs = Milliseconds("rxjitter"),
            RoundTripMs = Milliseconds("rtt") is > 0 and var trip ? trip : null,
        };

        // A count that ran below zero shows as one of 32 bits that is nearly full.
        long Count(string name) =>
            long.TryParse(values.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                && n <= int.MaxValue ? n : 0;

        double Milliseconds(string name) =>
            double.TryParse(
                values.GetValueOrDefault(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and < 60 ? Math.Round(seconds * 1_000, 3) : 0;
    }

    private static string RoleOf(string leg) => CallIds.CallOf(leg) is null || leg[33] == 'c' ? "caller"
        : leg[33] == 'a' ? "agent"
        : "other";

    private static Guid? AssignmentOf(string leg) =>
        RoleOf(leg) == "agent" && leg.Length == 67 && Guid.TryParseExact(leg.AsSpan(35), "N", out var id) ? id : null;
}
