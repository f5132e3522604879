namespace CallCenter.Telephony.Lines;

/// <summary>What a switch has counted of the media of a leg.</summary>
public sealed record LineCounts
{
    public long ReceivedPackets { get; init; }

    /// <summary>Packets that should have been received and were not.</summary>
    public long ReceivedLost { get; init; }

    /// <summary>Measured by the switch.</summary>
    public double ReceivedJitterMs { get; init; }

    public long SentPackets { get; init; }

    /// <summary>As the leg reported it.</summary>
    public long SentLost { get; init; }

    /// <summary>As the leg reported it.</summary>
    public double SentJitterMs { get; init; }

    /// <summary>Null when the leg has reported nothing.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>The leg has reported what it received.</summary>
    public bool IsReported => RoundTripMs is not null || SentLost > 0 || SentJitterMs > 0;
}

/// <summary>A leg that is gone, and what was counted of its line.</summary>
public sealed record LegLine
{
    /// <summary>The switch's id of the leg.</summary>
    public required string Leg { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>caller, agent or other.</summary>
    public required string Role { get; init; }

    public Guid? AssignmentId { get; init; }

    public required LineCounts Counts { get; init; }
}
