namespace CallCenter.Telephony.Trunks;

/// <summary>What a client may say of a trunk.</summary>
public sealed record TrunkRequest
{
    /// <summary>A small letter, then up to 59 of a-z, 0-9 and -.</summary>
    public string? Name { get; init; }

    /// <summary>From 0 to 1000: the lowest is tried first; 0 when absent.</summary>
    public int? Rank { get; init; }

    /// <summary>address: the provider knows us by our address; register: by name and password.</summary>
    public string? Mode { get; init; }

    /// <summary>1 to 8 hosts with or without port; the first that answers is used.</summary>
    public string[]? Addresses { get; init; }

    /// <summary>At most 32 addresses or networks whose calls are calls of this trunk; none when absent.</summary>
    public string[]? AcceptFrom { get; init; }

    /// <summary>udp, tcp or tls; udp when absent.</summary>
    public string? Transport { get; init; }

    /// <summary>none or sdes, which needs tls; none when absent.</summary>
    public string? Srtp { get; init; }

    /// <summary>The name of our account.</summary>
    public string? Username { get; init; }

    /// <summary>Its password: never shown again. Absent, the one that is kept stays.</summary>
    public string? Password { get; init; }

    /// <summary>Of ulaw, alaw, g722 and opus, in the order of preference; alaw and ulaw when absent.</summary>
    public string[]? Codecs { get; init; }

    /// <summary>From 1 to 10000 calls at once; 30 when absent.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>From 1 to 10000 calls at once that come in; as many as the provider sends, when absent.</summary>
    public int? MaxIncoming { get; init; }

    /// <summary>From 1 to 1000; 5 when absent.</summary>
    public int? MaxCallsPerSecond { get; init; }

    /// <summary>Which number those who are dialled see; the one of ours that the call has, when absent.</summary>
    public TrunkCallerIdRequest? CallerId { get; init; }

    /// <summary>From 5 to 3600, or 0: the provider is not asked whether it is there; 30 when absent.</summary>
    public int? QualifySeconds { get; init; }

    /// <summary>From 60 to 7200; 300 when absent.</summary>
    public int? ExpirySeconds { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"TrunkRequest {{ Name = {Name} }}";
}

/// <summary>What a client may say of the number shown.</summary>
public sealed record TrunkCallerIdRequest
{
    /// <summary>At most 100 beginnings of E.164 numbers of ours that may be shown; all when absent.</summary>
    public string[]? Allowed { get; init; }

    /// <summary>Shown instead of another one, in E.164.</summary>
    public string? Number { get; init; }

    /// <summary>e164 or digits; e164 when absent.</summary>
    public string? Format { get; init; }

    /// <summary>from or identity; from when absent.</summary>
    public string? Header { get; init; }
}
