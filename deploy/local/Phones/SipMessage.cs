using System.Globalization;
using System.Text;

namespace CallCenter.Local.Phones;

/// <summary>One SIP request or response (RFC 3261), as it came in or as it will go out.</summary>
public sealed class SipMessage
{
    private readonly List<(string Name, string Value)> _headers = [];

    private SipMessage(string? method, string? uri, int status, string reason)
    {
        Method = method;
        RequestUri = uri;
        StatusCode = status;
        Reason = reason;
    }

    /// <summary>Method of a request; absent in a response.</summary>
    public string? Method { get; }

    /// <summary>Request URI; absent in a response.</summary>
    public string? RequestUri { get; }

    /// <summary>Status of a response; 0 in a request.</summary>
    public int StatusCode { get; }

    /// <summary>Reason phrase of a response.</summary>
    public string Reason { get; }

    /// <summary>Body, mostly a session description.</summary>
    public string Body { get; private set; } = "";

    /// <summary>Headers in their order.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers => _headers;

    public bool IsRequest => Method is not null;

    public bool IsProvisional => StatusCode is >= 100 and < 200;

    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>Method that the CSeq header names; the same for a request and its responses.</summary>
    public string CSeqMethod => Header("CSeq") is { } value ? value[(value.IndexOf(' ') + 1)..].Trim() : "";

    /// <summary>Number of the CSeq header.</summary>
    public uint CSeqNumber => Header("CSeq") is { } value
        && uint.TryParse(value.AsSpan(0, Math.Max(0, value.IndexOf(' '))), CultureInfo.InvariantCulture, out var number)
        ? number : 0;

    public string CallId => Header("Call-ID") ?? "";

    /// <summary>Transaction id: the branch of the first Via.</summary>
    public string Branch => Header("Via") is { } via ? SipAddress.Parameter(via, "branch") ?? "" : "";

    public string? FromTag => Header("From") is { } from ? SipAddress.Parameter(from, "tag") : null;

    public string? ToTag => Header("To") is { } to ? SipAddress.Parameter(to, "tag") : null;

    public static SipMessage Request(string method, string uri) => new(method, uri, 0, "");

    public static SipMessage Response(int status, string reason) => new(null, null, status, reason);

    /// <summary>A response to a request: its Via, From, To, Call-ID and CSeq, with our tag on To.</summary>
    public static SipMessage Answer(SipMessage request, int status, string reason, string? toTag = null)
    {
        var response = Response(status, reason);
        foreach (var (name, value) in request._headers)
        {
            switch (name)
            {
                case "Via" or "From" or "Call-ID" or "CSeq" or "Record-Route":
                    response._headers.Add((name, value));
                    break;
                case "To":
                    var tagged = toTag is null || request.ToTag is not null ? value : $"{value};tag={toTag}";
                    response._headers.Add((name, tagged));
                    break;
            }
        }

        return response;
    }

    /// <summary>The first value of a header, by its full name.</summary>
    public string? Header(string name)
    {
        foreach (var header in _headers)
        {
            if (string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }

    /// <summary>Adds a header. A line break in it would start a header of a stranger's choice: refused.</summary>
    public SipMessage With(string name, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n', '\0') || name.AsSpan().ContainsAny('\r', '\n', ':'))
        {
            throw new ArgumentException($"The SIP header '{name}' would hold a line break.", nameof(value));
        }

        _headers.Add((name, value));
        return this;
    }

    public SipMessage WithBody(string contentType, string body)
    {
        With("Content-Type", contentType);
        Body = body;
        return this;
    }

    public byte[] ToBytes()
    {
        var text = new StringBuilder(512 + Body.Length);
        _ = IsRequest
            ? text.Append(Method).Append(' ').Append(RequestUri).Append(" SIP/2.0\r\n")
            : text.Append(CultureInfo.InvariantCulture, $"SIP/2.0 {StatusCode} {Reason}\r\n");
        foreach (var (name, value) in _headers)
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(Body)}\r\n\r\n");
        return Encoding.UTF8.GetBytes(text.Append(Body).ToString());
    }

    internal void SetBody(string body) => Body = body;
}
