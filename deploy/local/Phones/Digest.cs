using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Local.Phones;

/// <summary>Answers digest challenges (RFC 7616 and 8760): MD5 and SHA-256, qop=auth.</summary>
public sealed class Digest
{
    private Digest(string realm, string nonce, string algorithm, string? opaque, bool qop, bool stale)
    {
        Realm = realm;
        Nonce = nonce;
        Algorithm = algorithm;
        Opaque = opaque;
        HasQop = qop;
        IsStale = stale;
    }

    public string Realm { get; }

    public string Nonce { get; }

    public string Algorithm { get; }

    public string? Opaque { get; }

    /// <summary>The server asks for qop=auth; without it the old form of RFC 2069 is computed.</summary>
    public bool HasQop { get; }

    /// <summary>The credentials were right, only the nonce was too old: answer the new one.</summary>
    public bool IsStale { get; }

    /// <summary>The strongest challenge of a 401 or 407 that we can answer; null when there is none.</summary>
    public static Digest? Strongest(SipMessage response)
    {
        var name = response.StatusCode == 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
        return response.Headers
            .Where(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase))
            .Select(header => Parse(header.Value))
            .OfType<Digest>()
            .OrderBy(challenge => challenge.Algorithm == "SHA-256" ? 0 : 1)
            .FirstOrDefault();
    }

    public static Digest? Parse(string challenge)
    {
        if (!challenge.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var fields = Fields(challenge[7..]);
        var algorithm = fields.GetValueOrDefault("algorithm", "MD5").ToUpperInvariant();
        var qop = fields.GetValueOrDefault("qop");
        var asksForMore = qop is not null && !qop.Split(',').Any(part => part.Trim() == "auth");
        if (algorithm is not ("MD5" or "SHA-256") || asksForMore
            || !fields.TryGetValue("realm", out var realm) || !fields.TryGetValue("nonce", out var nonce))
        {
            return null;
        }

        var stale = string.Equals(fields.GetValueOrDefault("stale"), "true", StringComparison.OrdinalIgnoreCase);
        return new Digest(realm, nonce, algorithm, fields.GetValueOrDefault("opaque"), qop is not null, stale);
    }

    /// <summary>Whether an Authorization header proves the password of an account, for a challenge with qop.</summary>
    public static bool Proves(
        string? authorization, string realm, string nonce, string user, string password, string method)
    {
        if (authorization is null || !authorization.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var fields = Fields(authorization[7..]);
        string Of(string name) => fields.GetValueOrDefault(name, "");
        var digest = new Digest(realm, nonce, "MD5", opaque: null, qop: true, stale: false);
        var ha1 = digest.Hash($"{user}:{realm}:{password}");
        var ha2 = digest.Hash($"{method}:{Of("uri")}");
        return Of("nonce") == nonce
            && Of("response") == digest.Hash($"{ha1}:{nonce}:{Of("nc")}:{Of("cnonce")}:auth:{ha2}");
    }

    /// <summary>The value of the Authorization header.</summary>
    public string Authorize(string user, string password, string method, string uri, int count, string clientNonce)
    {
        var nc = count.ToString("x8", CultureInfo.InvariantCulture);
        var ha1 = Hash($"{user}:{Realm}:{password}");
        var ha2 = Hash($"{method}:{uri}");
        var response = HasQop
            ? Hash($"{ha1}:{Nonce}:{nc}:{clientNonce}:auth:{ha2}")
            : Hash($"{ha1}:{Nonce}:{ha2}");
        var text = new StringBuilder("Digest ")
            .Append(CultureInfo.InvariantCulture, $"username=\"{user}\", realm=\"{Realm}\", nonce=\"{Nonce}\", ")
            .Append(CultureInfo.InvariantCulture, $"uri=\"{uri}\", response=\"{response}\", algorithm={Algorithm}");
        if (HasQop)
        {
            text.Append(CultureInfo.InvariantCulture, $", cnonce=\"{clientNonce}\", nc={nc}, qop=auth");
        }

        return Opaque is null ? text.ToString() : text.Append(", opaque=\"").Append(Opaque).Append('"').ToString();
    }

    [SuppressMessage("Security", "CA5351", Justification = "Phones and switches of today still ask for MD5.")]
    private string Hash(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(Algorithm == "MD5" ? MD5.HashData(bytes) : SHA256.HashData(bytes));
    }

    private static Dictionary<string, string> Fields(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = 0;
        while (at < text.Length && fields.Count < 32)
        {
            var equals = text.IndexOf('=', at);
            if (equals < 0)
            {
                break;
            }

            var name = text[at..equals].Trim(' ', ',', '\t');
            at = equals + 1;
            fields[name] = at < text.Length && text[at] == '"' ? Quoted(text, ref at) : Token(text, ref at);
        }

        return fields;
    }

    private static string Token(string text, ref int at)
    {
        var end = text.IndexOf(',', at);
        end = end < 0 ? text.Length : end;
        var token = text[at..end].Trim();
        at = end + 1;
        return token;
    }

    private static string Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            value.Append(text[at]);
        }

        at++;
        return value.ToString();
    }
}
