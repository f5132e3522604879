namespace CallCenter.Telephony.Retention;

/// <summary>A legal hold of a recording, in force or lifted.</summary>
public sealed record Hold
{
    public required string Reason { get; init; }

    /// <summary>Subject of the token.</summary>
    public required string HeldBy { get; init; }

    public required DateTimeOffset HeldAt { get; init; }

    public string? LiftReason { get; init; }

    public string? LiftedBy { get; init; }

    public DateTimeOffset? LiftedAt { get; init; }
}
