using System.Globalization;
using System.Net;
using System.Text;

namespace CallCenter.Local.Phones;

/// <summary>What two phones agree about a call's audio: where it goes, in which codec, and how keys are sent.</summary>
public sealed record SessionDescription
{
    /// <summary>RTP payload type of telephone-event in our offers.</summary>
    public const int OfferedTelephoneEvent = 101;

    /// <summary>Where the other side wants its audio.</summary>
    public required IPEndPoint Media { get; init; }

    /// <summary>Codecs in order of preference: 0 is PCMU, 8 is PCMA.</summary>
    public required IReadOnlyList<int> Codecs { get; init; }

    /// <summary>Payload type for keys (RFC 4733); absent when the other side cannot hear them.</summary>
    public int? TelephoneEvent { get; init; }

    /// <summary>sendrecv, sendonly, recvonly or inactive.</summary>
    public string Direction { get; init; } = "sendrecv";

    /// <summary>Writes a description of our side.</summary>
    public static string Write(IPEndPoint media, IReadOnlyList<int> codecs, int? telephoneEvent, string direction)
    {
        var types = codecs.Select(Number);
        types = telephoneEvent is { } type ? types.Append(Number(type)) : types;
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"v=0\r\no=- 1 1 IN IP4 {media.Address}\r\ns=-\r\n")
            .Append(CultureInfo.InvariantCulture, $"c=IN IP4 {media.Address}\r\nt=0 0\r\n")
            .Append(CultureInfo.InvariantCulture, $"m=audio {media.Port} RTP/AVP {string.Join(' ', types)}\r\n");
        foreach (var codec in codecs)
        {
            text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{codec} {(codec == 0 ? "PCMU" : "PCMA")}/8000\r\n");
        }

        if (telephoneEvent is { } keys)
        {
            text.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{keys} telephone-event/8000\r\n")
                .Append(CultureInfo.InvariantCulture, $"a=fmtp:{keys} 0-15\r\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"a=ptime:20\r\na={direction}\r\n").ToString();
    }

    /// <summary>Reads the first audio stream; null when there is none that we can talk to.</summary>
    public static SessionDescription? Parse(string text)
    {
        IPAddress? address = null;
        var port = 0;
        List<int> types = [];
        int? keys = null;
        var direction = "sendrecv";
        var audio = false;
        foreach (var line in text.Split('\n').Take(200).Select(line => line.TrimEnd('\r')))
        {
            if (line.StartsWith("m=", StringComparison.Ordinal))
            {
                if (audio)
                {
                    break;
                }

                audio = line.StartsWith("m=audio ", StringComparison.Ordinal) && TryMedia(line, out port, types);
            }
            else if (line.StartsWith("c=IN IP4 ", StringComparison.Ordinal) && (audio || types.Count == 0))
            {
                address = IPAddress.TryParse(line.AsSpan(9).Trim(), out var parsed) ? parsed : address;
            }
            else if (audio && line.StartsWith("a=rtpmap:", StringComparison.Ordinal)
                && line.Contains(" telephone-event/8000", StringComparison.OrdinalIgnoreCase))
            {
                keys = int.TryParse(line.AsSpan(9, line.IndexOf(' ') - 9), CultureInfo.InvariantCulture, out var type)
                    && type is >= 96 and <= 127 && types.Contains(type) ? type : keys;
            }
            else if (line is "a=sendonly" or "a=recvonly" or "a=inactive" or "a=sendrecv")
            {
                direction = line[2..];
            }
        }

        List<int> codecs = [.. types.Where(type => type is 0 or 8).Distinct()];
        return audio && address is not null && port is > 0 and <= 65_535 && codecs.Count > 0
            ? new() { Media = new(address, port), Codecs = codecs, TelephoneEvent = keys, Direction = direction }
            : null;
    }

    /// <summary>The direction that answers an offered one.</summary>
    public string AnsweringDirection => Direction switch
    {
        "sendonly" => "recvonly",
        "recvonly" => "sendonly",
        _ => Direction,
    };

    private static bool TryMedia(string line, out int port, List<int> types)
    {
        port = 0;
        var words = line.Split(' ');
        if (words.Length < 4 || words.Length > 64 || words[2] is not ("RTP/AVP" or "RTP/AVPF")
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return false;
        }

        foreach (var word in words.Skip(3))
        {
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var type) && type < 128)
            {
                types.Add(type);
            }
        }

        return true;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
