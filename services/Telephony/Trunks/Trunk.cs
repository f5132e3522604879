using System.Text.Json.Serialization;

namespace CallCenter.Telephony.Trunks;

/// <summary>A line of a provider, without the secret.</summary>
public sealed record Trunk
{
    public required Guid TrunkId { get; init; }

    /// <summary>For people, and in metrics and logs.</summary>
    public required string Name { get; init; }

    /// <summary>Trunks are tried in this order, lowest first.</summary>
    public int Rank { get; init; }

    /// <summary>One of <see cref="TrunkModes"/>.</summary>
    public required string Mode { get; init; }

    /// <summary>Hosts with or without port: the first that answers is dialled and registered at.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Addresses and networks whose calls are calls of this trunk.</summary>
    public IReadOnlyList<string> AcceptFrom { get; init; } = [];

    /// <summary>udp, tcp or tls.</summary>
    public required string Transport { get; init; }

    /// <summary>none, or sdes: the media are encrypted by keys in the signalling.</summary>
    public required string Srtp { get; init; }

    public string? Username { get; init; }

    /// <summary>Offered in this order.</summary>
    public required IReadOnlyList<string> Codecs { get; init; }

    /// <summary>So many calls at once are dialled through it, on all nodes together.</summary>
    public required int MaxCalls { get; init; }

    /// <summary>So many at once may come in by it, on all nodes together; when absent, all that are sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxIncoming { get; init; }

    /// <summary>So many are begun in any second.</summary>
    public required int MaxCallsPerSecond { get; init; }

    public required TrunkCallerId CallerId { get; init; }

    /// <summary>How often each address is asked whether it is there; 0: never.</summary>
    public required int QualifySeconds { get; init; }

    /// <summary>For how long it is registered.</summary>
    public required int ExpirySeconds { get; init; }

    /// <summary>How it stands at each node: in answers only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TrunkAtNode>? Nodes { get; init; }
}

/// <summary>Which number those who are dialled see.</summary>
public sealed record TrunkCallerId
{
    /// <summary>Beginnings of our numbers that the provider lets us show; none: all.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Shown instead of another one, in E.164; null: what would show another one is not dialled.</summary>
    public string? Number { get; init; }

    /// <summary>e164, or digits: without the plus.</summary>
    public required string Format { get; init; }

    /// <summary>from, or identity: in P-Asserted-Identity too.</summary>
    public required string Header { get; init; }
}

/// <summary>How a provider knows us.</summary>
public static class TrunkModes
{
    /// <summary>By our address.</summary>
    public const string Address = "address";

    /// <summary>We register with name and password.</summary>
    public const string Register = "register";
}

/// <summary>A trunk as it is pushed to the nodes.</summary>
/// <param name="TrunkId">Its id.</param>
/// <param name="Trunk">Null when it is removed.</param>
/// <param name="Password">The secret, where there is one.</param>
/// <param name="Revision">Grows with every change.</param>
public sealed record StoredTrunk(Guid TrunkId, Trunk? Trunk, string? Password, long Revision)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"StoredTrunk {{ TrunkId = {TrunkId}, Revision = {Revision} }}";
}

/// <summary>What is dialled through a trunk at present.</summary>
/// <param name="Calls">Legs that ring or talk.</param>
/// <param name="Begun">Legs that began in the last second.</param>
public sealed record TrunkLoad(long Calls, long Begun);
