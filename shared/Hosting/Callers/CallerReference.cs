using System.Security.Cryptography;
using System.Text;

namespace CallCenter.Hosting;

/// <summary>
/// The keyed hash by which every service recognises a caller without knowing the number:
/// <c>k1:</c> and the lower-case hex HMAC-SHA256 of the E.164 number. The key is a secret of the installation.
/// </summary>
public static class CallerReference
{
    public static string Of(string e164, ReadOnlySpan<byte> key) =>
        "k1:" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(e164)));

    /// <summary>
    /// The number as E.164 (<c>+</c> and 7 to 15 digits), or null when it is not one (withheld, a word).
    /// </summary>
    public static string? Normalise(string? number)
    {
        var digits = number?.Trim() ?? "";
        if (digits.StartsWith("00", StringComparison.Ordinal))
        {
            digits = "+" + digits[2..];
        }

        if (!digits.StartsWith('+'))
        {
            digits = "+" + digits;
        }

        var allDigits = digits.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        return allDigits && digits.Length is >= 8 and <= 16 && digits[1] != '0' ? digits : null;
    }
}
