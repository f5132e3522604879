namespace CallCenter.Telephony.Listening;

/// <summary>Somebody was given audio of a recording.</summary>
public sealed record Hearing
{
    /// <summary>Subject of the token.</summary>
    public required string HeardBy { get; init; }

    public required DateTimeOffset HeardAt { get; init; }

    /// <summary>wav or ogg.</summary>
    public required string Format { get; init; }

    public required long FromByte { get; init; }

    public required long ToByte { get; init; }

    /// <summary>Where that is in the talk; absent for ogg, whose bytes say nothing of time.</summary>
    public long? FromMs { get; init; }

    public long? ToMs { get; init; }

    /// <summary>What is written down before the first byte is given.</summary>
    public static Hearing Of(string by, string format, FilePart part, DateTimeOffset now) => new()
    {
        HeardBy = by,
        HeardAt = now,
        Format = format,
        FromByte = part.From,
        ToByte = part.To,
        FromMs = format == "wav" ? Milliseconds(part.From) : null,
        ToMs = format == "wav" ? Milliseconds(part.To + 1) : null,
    };

    /// <summary>Behind 44 bytes of header, 32 bytes are a millisecond of both sides.</summary>
    private static long Milliseconds(long at) => Math.Max(0, at - 44) / 32;
}
