using System.Globalization;
using CallCenter.Messaging.Wire;

namespace CallCenter.Messaging.Inbox;

/// <summary>What the headers of a heard event say, parsed: anything may arrive on a queue.</summary>
internal sealed record HeardEvent
{
    /// <summary>How long the inbox remembers an event; what is older could have its effect twice.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(45);

    public required Guid Id { get; init; }

    public required string Subject { get; init; }

    public required long SubjectSeq { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Reads the headers; <see cref="MalformedEventException"/> names the header and the rule that it breaks.
    /// </summary>
    public static HeardEvent Parse(EventDescription expected, Func<string, string?> header, DateTimeOffset now)
    {
        var type = Required(header, WireNames.TypeHeader);
        if (type != expected.Type)
        {
            throw new MalformedEventException($"{WireNames.TypeHeader} is not {expected.Type}");
        }

        var id = Guid.TryParse(Required(header, WireNames.IdHeader), out var parsed)
            ? parsed
            : throw new MalformedEventException($"{WireNames.IdHeader} is not a UUID");
        if (TimeOf(id) is { } made && made < now - Remembered)
        {
            throw new MalformedEventException(
                $"{WireNames.IdHeader} is older than the 45 days that the inbox remembers");
        }

        var subject = Required(header, WireNames.SubjectHeader);
        if (subject.Length > 200)
        {
            throw new MalformedEventException($"{WireNames.SubjectHeader} is longer than 200 characters");
        }

        return new HeardEvent
        {
            Id = id,
            Subject = subject,
            SubjectSeq = long.TryParse(Required(header, WireNames.SubjectSeqHeader), NumberStyles.None,
                CultureInfo.InvariantCulture, out var seq) && seq > 0
                ? seq
                : throw new MalformedEventException($"{WireNames.SubjectSeqHeader} is not a positive integer"),
            At = DateTimeOffset.TryParse(Required(header, WireNames.TimeHeader), CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
                ? at
                : throw new MalformedEventException($"{WireNames.TimeHeader} is not an RFC 3339 instant"),
        };
    }

    private static string Required(Func<string, string?> header, string name) =>
        header(name) is { Length: > 0 } value ? value : throw new MalformedEventException($"{name} is missing");

    /// <summary>The instant inside a UUIDv7; null for ids made otherwise.</summary>
    private static DateTimeOffset? TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        if (id.Version != 7)
        {
            return null;
        }

        long milliseconds = 0;
        foreach (var b in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | b;
        }

        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }
}

/// <summary>A message that is not an event of the contract; it goes to the error queue with this reason.</summary>
public sealed class MalformedEventException : Exception
{
    public MalformedEventException()
    {
    }

    public MalformedEventException(string message)
        : base(message)
    {
    }

    public MalformedEventException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
