using System.Globalization;
using System.Net;

namespace CallCenter.Local.Phones;

/// <summary>The parts of a SIP address that a phone needs: user, host, port, and parameters of a header.</summary>
public static class SipAddress
{
    /// <summary>The URI within <c>"Name" &lt;sip:user@host&gt;;tag=…</c>, or of a bare value.</summary>
    public static string Uri(string value)
    {
        var open = AfterQuotes(value).IndexOf('<', StringComparison.Ordinal);
        if (open < 0)
        {
            var parameters = value.IndexOf(';', StringComparison.Ordinal);
            return (parameters < 0 ? value : value[..parameters]).Trim();
        }

        var start = value.Length - AfterQuotes(value).Length + open + 1;
        var close = value.IndexOf('>', start);
        return close < 0 ? value[start..] : value[start..close];
    }

    /// <summary>The user part of the URI in a header value; empty when there is none.</summary>
    public static string User(string value)
    {
        var uri = Uri(value);
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        var at = uri.IndexOf('@', StringComparison.Ordinal);
        return colon >= 0 && at > colon ? uri[(colon + 1)..at] : "";
    }

    /// <summary>Address and port of a URI whose host is a literal address; names are not resolved.</summary>
    public static IPEndPoint? EndPoint(string value)
    {
        var uri = Uri(value);
        var from = uri.IndexOf('@', StringComparison.Ordinal);
        from = from >= 0 ? from + 1 : uri.IndexOf(':', StringComparison.Ordinal) + 1;
        var host = uri[from..];
        var end = host.IndexOfAny([';', '?', '>']);
        host = end < 0 ? host : host[..end];
        return IPEndPoint.TryParse(host, out var address)
            ? new IPEndPoint(address.Address, address.Port == 0 ? 5060 : address.Port)
            : null;
    }

    /// <summary>A parameter of a header value, behind the URI: <c>tag</c>, <c>branch</c> …</summary>
    public static string? Parameter(string value, string name)
    {
        var open = value.LastIndexOf('>');
        foreach (var part in value[(open + 1)..].Split(';').Skip(open < 0 ? 1 : 0))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var key = (equals < 0 ? part : part[..equals]).Trim();
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return equals < 0 ? "" : part[(equals + 1)..].Trim();
            }
        }

        return null;
    }

    public static string Format(IPEndPoint address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.Address}:{address.Port}");

    private static string AfterQuotes(string value)
    {
        if (!value.StartsWith('"'))
        {
            return value;
        }

        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '\\')
            {
                i++;
            }
            else if (value[i] == '"')
            {
                return value[(i + 1)..];
            }
        }

        return "";
    }
}
