using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace CallCenter.Local.Phones;

/// <summary>Reads one datagram as a SIP message: whatever it holds, the answer is a message or a reason.</summary>
public static class SipParser
{
    /// <summary>Largest datagram that is read.</summary>
    public const int MaximumBytes = 65_535;

    /// <summary>Most headers a message may have.</summary>
    public const int MaximumHeaders = 100;

    /// <summary>Longest header, with its folded lines.</summary>
    public const int MaximumHeaderLength = 8_192;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly string[] Required = ["Via", "From", "To", "Call-ID", "CSeq"];

    public static bool TryParse(
        ReadOnlySpan<byte> datagram,
        [NotNullWhen(true)] out SipMessage? message,
        [NotNullWhen(false)] out string? refusal)
    {
        message = null;
        refusal = null;
        if (datagram.Length > MaximumBytes)
        {
            refusal = "too-long";
            return false;
        }

        var end = datagram.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            refusal = "no-end-of-headers";
            return false;
        }

        if (!TryDecode(datagram[..end], out var head) || !TryDecode(datagram[(end + 4)..], out var rest))
        {
            refusal = "not-utf-8";
            return false;
        }

        refusal = Read(head, out message);
        refusal ??= Complete(message!, datagram[(end + 4)..], rest);
        message = refusal is null ? message : null;
        return refusal is null;
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = StrictUtf8.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    private static string? Read(string head, out SipMessage? message)
    {
        var lines = head.Split("\r\n");
        message = StartLine(lines[0]);
        if (message is null)
        {
            return "start-line";
        }

        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i];
            while (i + 1 < lines.Length && lines[i + 1] is [' ' or '\t', ..])
            {
                line += " " + lines[++i].Trim();
                if (line.Length > MaximumHeaderLength)
                {
                    return "header-too-long";
                }
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || line.Length > MaximumHeaderLength || message.Headers.Count >= MaximumHeaders)
            {
                return colon < 1 ? "header-without-colon" : "too-many-or-too-long-headers";
            }

            var value = line[(colon + 1)..].Trim();
            if (HasControl(line))
            {
                return "control-character";
            }

            message.With(FullName(line[..colon].Trim()), value);
        }

        return null;
    }

    private static string? Complete(SipMessage message, ReadOnlySpan<byte> bodyBytes, string body)
    {
        foreach (var name in Required)
        {
            if (string.IsNullOrEmpty(message.Header(name)))
            {
                return $"no-{name.ToLowerInvariant()}";
            }
        }

        if (message.CSeqNumber == 0 || (message.IsRequest && message.CSeqMethod != message.Method))
        {
            return "cseq";
        }

        if (message.Header("Content-Length") is not { } stated)
        {
            message.SetBody(body);
            return null;
        }

        if (!int.TryParse(stated, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || length > bodyBytes.Length)
        {
            return "content-length";
        }

        if (!TryDecode(bodyBytes[..length], out var cut))
        {
            return "content-length";
        }

        message.SetBody(cut);
        return null;
    }

    private static SipMessage? StartLine(string line)
    {
        if (line.Length > 1_024 || HasControl(line))
        {
            return null;
        }

        if (line.StartsWith("SIP/2.0 ", StringComparison.Ordinal))
        {
            return line.Length >= 11
                && int.TryParse(line.AsSpan(8, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
                && status is >= 100 and < 700
                ? SipMessage.Response(status, line.Length > 12 ? line[12..] : "")
                : null;
        }

        var parts = line.Split(' ');
        return parts.Length == 3 && parts[2] == "SIP/2.0" && parts[0].Length is > 0 and < 32
            && parts[0].All(char.IsAsciiLetterUpper) && parts[1].Length > 0
            ? SipMessage.Request(parts[0], parts[1])
            : null;
    }

    private static bool HasControl(string text) => text.Any(c => char.IsControl(c) && c != '\t');

    /// <summary>The full name of a header: compact forms spelt out, known ones in their usual letters.</summary>
    private static string FullName(string name) => name.ToUpperInvariant() switch
    {
        "V" or "VIA" => "Via",
        "F" or "FROM" => "From",
        "T" or "TO" => "To",
        "I" or "CALL-ID" => "Call-ID",
        "M" or "CONTACT" => "Contact",
        "L" or "CONTENT-LENGTH" => "Content-Length",
        "C" or "CONTENT-TYPE" => "Content-Type",
        "K" or "SUPPORTED" => "Supported",
        "S" or "SUBJECT" => "Subject",
        "CSEQ" => "CSeq",
        "RECORD-ROUTE" => "Record-Route",
        _ => name,
    };
}
