namespace CallCenter.Local.Phones;

/// <summary>What has gone over a call's audio stream.</summary>
public sealed record RtpCounters
{
    /// <summary>Packets sent.</summary>
    public long Sent { get; init; }

    /// <summary>Packets received.</summary>
    public long Received { get; init; }

    /// <summary>Packets that the sequence numbers say are missing.</summary>
    public long Lost { get; init; }

    /// <summary>Times at which at least one packet was missing.</summary>
    public long SequenceGaps { get; init; }

    /// <summary>Pauses of more than 60 ms between two packets, though none was missing.</summary>
    public long LongPauses { get; init; }

    /// <summary>The longest time between two packets, seen with the clock's 5 ms.</summary>
    public TimeSpan LargestPause { get; init; }

    /// <summary>Datagrams that were no RTP packets.</summary>
    public long Malformed { get; init; }
}
