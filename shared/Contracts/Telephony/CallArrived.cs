namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when Asterisk hands over an arriving call to a known number, or when a customer has answered a callback or an
/// agent who dialled them.
/// </summary>
[Event("call", "arrived", nameof(CallId), Public = true)]
public sealed record CallArrived
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>When the call reached Telephony.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The dialled number.</summary>
    public required Guid NumberId { get; init; }

    /// <summary>Keyed hash of the caller's number; absent when the number is withheld.</summary>
    public string? CallerRef { get; init; }

    /// <summary>Language of the dialled number: an RFC 5646 tag such as en or zh.</summary>
    public required string Language { get; init; }

    /// <summary>What the dialled number is advertised for, when it is.</summary>
    public string? Campaign { get; init; }

    /// <summary>The flow that the call goes through, when its number has one.</summary>
    public string? Flow { get; init; }

    /// <summary>The version of that flow.</summary>
    public int? FlowVersion { get; init; }

    /// <summary>The callback that led to the call; absent for a call that came in.</summary>
    public Guid? CallbackId { get; init; }

    /// <summary>The agent who dialled; absent for a call that came in.</summary>
    public Guid? DialledByAgentId { get; init; }
}
