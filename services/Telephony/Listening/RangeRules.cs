using System.Globalization;

namespace CallCenter.Telephony.Listening;

/// <summary>What part of a file is wanted.</summary>
/// <param name="From">First byte.</param>
/// <param name="To">Last byte.</param>
/// <param name="IsWhole">Nobody has asked for less than the file.</param>
public readonly record struct FilePart(long From, long To, bool IsWhole)
{
    public long Length => To - From + 1;
}

/// <summary>Reads the header <c>Range</c> (RFC 9110, section 14).</summary>
public static class RangeRules
{
    /// <summary>
    /// The part; null when it begins behind the end. What is no single range of bytes asks for the whole file, as the
    /// standard allows: a header that cannot be read never fails a request.
    /// </summary>
    /// <param name="header">The header; null for none.</param>
    /// <param name="size">Size of the file, at least 1.</param>
    public static FilePart? Read(string? header, long size)
    {
        var whole = new FilePart(0, size - 1, IsWhole: true);
        if (header is not { Length: <= 100 } || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
        {
            return whole;
        }

        var range = header.AsSpan(6).Trim();
        var dash = range.IndexOf('-');
        if (dash < 0)
        {
            return whole;
        }

        if (dash == 0)
        {
            return Number(range[1..]) is not { } last ? whole
                : last == 0 ? null
                : new FilePart(Math.Max(0, size - last), size - 1, IsWhole: false);
        }

        if (Number(range[..dash]) is not { } from)
        {
            return whole;
        }

        var end = range[(dash + 1)..];
        if (end.IsEmpty)
        {
            return from < size ? new FilePart(from, size - 1, IsWhole: false) : null;
        }

        if (Number(end) is not { } to || to < from)
        {
            return whole;
        }

        return from < size ? new FilePart(from, Math.Min(to, size - 1), IsWhole: false) : null;
    }

    private static long? Number(ReadOnlySpan<char> digits) =>
        digits.Length is >= 1 and <= 18
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
