using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace CallCenter.Routing.Queues;

/// <summary>What a caller is told while they wait, and how often: said with each place; Telephony plays it.</summary>
public sealed record Announcements
{
    /// <summary>
    /// Names of the sounds, told one at a time in this order and then again from the first: at most 10, such as
    /// callcenter/please-hold.
    /// </summary>
    public IReadOnlyList<string> Sounds { get; init; } = [];

    /// <summary>The first is told so long after the call came to the queue: 0 to 600,000 ms.</summary>
    public int FirstAfterMs { get; init; } = 30_000;

    /// <summary>From the end of one to the next: 5,000 to 3,600,000 ms.</summary>
    public int EveryMs { get; init; } = 60_000;

    /// <summary>Whether the caller is told their position as well.</summary>
    public bool Position { get; init; }

    /// <summary>Whether the caller is told the estimated wait as well.</summary>
    public bool EstimatedWait { get; init; }

    /// <summary>The same for the same announcements, in every replica, and never 0: it tells of a change.</summary>
    public long Mark() => BinaryPrimitives.ReadInt64LittleEndian(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this))) | 1;
}
