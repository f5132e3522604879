namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said once for each leg whose media was carried, when it is gone: how good the line was, as the switch counted it.
/// "Received" is what the switch received from the leg, "sent" what the leg reported of the audio sent to it (RTCP).
/// </summary>
[Event("call", "leg-measured", nameof(CallId), Public = true)]
public sealed record LegMeasured
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>caller, agent or other (a further leg of the call).</summary>
    public required string Leg { get; init; }

    /// <summary>The assignment, for the leg of an agent.</summary>
    public Guid? AssignmentId { get; init; }

    /// <summary>Packets received.</summary>
    public required long ReceivedPackets { get; init; }

    /// <summary>Packets that should have been received and were not.</summary>
    public required long ReceivedLost { get; init; }

    /// <summary>Jitter of what was received, in milliseconds.</summary>
    public required decimal ReceivedJitterMs { get; init; }

    /// <summary>Packets sent.</summary>
    public required long SentPackets { get; init; }

    /// <summary>Packets sent that the leg reported lost.</summary>
    public required long SentLost { get; init; }

    /// <summary>Jitter that the leg reported, in milliseconds.</summary>
    public required decimal SentJitterMs { get; init; }

    /// <summary>Round trip by RTCP, in milliseconds; absent when the leg reported none.</summary>
    public decimal? RoundTripMs { get; init; }

    /// <summary>Estimated mean opinion score of what was received, 1 to 4.5 (E-model, ITU-T G.107).</summary>
    public required decimal ReceivedMos { get; init; }

    /// <summary>Estimated mean opinion score of what the leg heard; absent when it reported nothing.</summary>
    public decimal? SentMos { get; init; }

    /// <summary>When the leg was gone.</summary>
    public required DateTimeOffset EndedAt { get; init; }
}
