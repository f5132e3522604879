using System.Text;

namespace CallCenter.Telephony.Phones;

/// <summary>
/// The headers of the INVITE to an agent's phone. Their values are percent-encoded: no text of anybody's makes a header
/// of its own, whatever a phone takes for UTF-8 it reads the same.
/// </summary>
public static class RingHeaderRules
{
    /// <summary>The most characters of a value, before it is encoded.</summary>
    public const int Longest = 80;

    /// <summary>Names and values; of what is not known there is none.</summary>
    public static IReadOnlyList<(string Name, string Value)> Headers(
        Guid callId, RingFacts? facts, string? queueName)
    {
        (string Name, string? Value)[] all =
        [
            ("X-CC-Call", callId.ToString()),
            ("X-CC-Queue", facts?.QueueId?.ToString()),
            ("X-CC-Queue-Name", facts is null ? null : queueName),
            ("X-CC-Language", facts?.Language),
            ("X-CC-Customer", facts?.CallerRef),
        ];
        return
        [
            .. all.Where(one => !string.IsNullOrWhiteSpace(one.Value)).Select(one => (one.Name, Clean(one.Value!))),
        ];
    }

    private static string Clean(string value)
    {
        var kept = new StringBuilder();
        foreach (var rune in value.EnumerateRunes().Where(rune => !Rune.IsControl(rune)).Take(Longest))
        {
            kept.Append(rune.ToString());
        }

        // The colon of a reference is as it is everywhere else.
        return Uri.EscapeDataString(kept.ToString()).Replace("%3A", ":", StringComparison.Ordinal);
    }
}
