namespace CallCenter.Telephony.Phones;

/// <summary>What a phone is; each log-in chooses.</summary>
public static class PhoneKinds
{
    /// <summary>A SIP phone: registers by UDP, talks by RTP.</summary>
    public const string Sip = "sip";

    /// <summary>A browser: registers by WebSocket, talks by WebRTC.</summary>
    public const string Browser = "browser";
}

/// <summary>An agent as colleagues see them.</summary>
public sealed record PhoneView
{
    public required Guid AgentId { get; init; }

    public required string Number { get; init; }

    public required string Name { get; init; }

    /// <summary>The phone can be rung wherever a call may be.</summary>
    public required bool Online { get; init; }

    /// <summary>The nodes at which it is registered.</summary>
    public required string[] Nodes { get; init; }
}

/// <summary>An agent's phone as it is now.</summary>
public sealed record PhoneState
{
    public required string Kind { get; init; }

    public required bool HasAccount { get; init; }

    public required bool Online { get; init; }

    /// <summary>The nodes at which it is registered.</summary>
    public required string[] Nodes { get; init; }
}

/// <summary>Whether a phone is online from now on.</summary>
public sealed record PhoneSaid
{
    public required Guid AgentId { get; init; }

    public required bool Online { get; init; }
}

/// <summary>The phone account of an agent.</summary>
public sealed record Phone
{
    public required Guid AgentId { get; init; }

    /// <summary>The agent's number, as announced to callers.</summary>
    public string? Number { get; init; }

    public string? Name { get; init; }

    /// <summary>Null while the agent has no account.</summary>
    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>One of <see cref="PhoneKinds"/>.</summary>
    public string Kind { get; init; } = PhoneKinds.Sip;

    /// <summary>Grows with every change; a node has been told of all up to the one it keeps.</summary>
    public long Revision { get; init; }
}
