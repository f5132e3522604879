namespace CallCenter.Telephony.Trunks;

/// <summary>How a trunk stands at a node.</summary>
public sealed record TrunkAtNode
{
    public required Guid TrunkId { get; init; }

    public required string Node { get; init; }

    /// <summary>One of <see cref="TrunkStates"/>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What may be known of a trunk at a node.</summary>
public static class TrunkStates
{
    /// <summary>The provider has accepted our registration.</summary>
    public const string Registered = "registered";

    /// <summary>We register, and the provider has not answered; or the node is drained.</summary>
    public const string Unregistered = "unregistered";

    /// <summary>The provider has refused our registration.</summary>
    public const string Rejected = "rejected";

    /// <summary>One of its addresses answers.</summary>
    public const string Reachable = "reachable";

    /// <summary>None of its addresses answers.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>Nobody asks the addresses, or nobody reaches the node.</summary>
    public const string Unknown = "unknown";

    /// <summary>Asterisk has not taken the trunk.</summary>
    public const string Refused = "refused";

    /// <summary>Of a trunk that registers, by Asterisk's word for it; null when it has no registration.</summary>
    public static string OfRegistration(string? status) => status?.ToUpperInvariant() switch
    {
        "REGISTERED" => Registered,
        "REJECTED" => Rejected,
        _ => Unregistered,
    };

    /// <summary>
    /// Of one that does not, by Asterisk's word for its addresses; null when it does not know the trunk.
    /// </summary>
    public static string OfAddresses(string? state, int qualifySeconds) => state switch
    {
        null => Refused,
        _ when qualifySeconds == 0 => Unknown,
        "online" => Reachable,
        "offline" => Unreachable,
        _ => Unknown,
    };
}
