namespace CallCenter.Telephony.Devices;

/// <summary>When a device may take calls.</summary>
public static class DeviceRules
{
    /// <summary>Below this a microphone is muted or broken: a quiet room is some 10 dB louder.</summary>
    public const double SilentDb = -70;

    /// <summary>A way to the switch that is slower delays every word as well.</summary>
    public const int SlowMs = 1_500;

    private const int MostCodecs = 20;
    private const int LongestCodec = 40;
    private const int LongestAgent = 200;
    private static readonly string[] _codecs = ["opus", "pcmu", "pcma"];

    /// <summary>The first field that breaks a rule; null when none does.</summary>
    public static (string Field, string Rule)? Refusal(DeviceMeasures measured)
    {
        if (measured.MicrophoneDb is { } level && !(level is >= -100 and <= 0))
        {
            return ("microphoneDb", "must be from -100 to 0");
        }

        if (measured.Codecs is not { Count: <= MostCodecs } || !measured.Codecs.All(IsCodec))
        {
            return ("codecs", "must be at most 20 names of at most 40 lower-case letters, digits and hyphens");
        }

        if (measured.WebSocketMs is < 0 or > 60_000)
        {
            return ("webSocketMs", "must be from 0 to 60000");
        }

        return measured.UserAgent is { Length: > LongestAgent } agent || measured.UserAgent?.Any(char.IsControl) == true
            ? ("userAgent", "must be at most 200 characters without control characters")
            : null;
    }

    /// <summary>
    /// no-microphone, silent-microphone, no-codec, no-network and slow-network; none: the device may take calls.
    /// </summary>
    public static IReadOnlyList<string> Faults(DeviceMeasures measured)
    {
        string?[] faults =
        [
            measured.MicrophoneDb switch
            {
                null => "no-microphone",
                < SilentDb => "silent-microphone",
                _ => null,
            },
            measured.Codecs!.Intersect(_codecs, StringComparer.Ordinal).Any() ? null : "no-codec",
            measured.WebSocketMs switch
            {
                null => "no-network",
                > SlowMs => "slow-network",
                _ => null,
            },
        ];
        return [.. faults.OfType<string>()];
    }

    private static bool IsCodec(string? name) =>
        name is { Length: >= 1 and <= LongestCodec }
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
