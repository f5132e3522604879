namespace CallCenter.Telephony.Phones;

/// <summary>
/// How an agent's phone logs in: at every node, by the same account. The password is shown once and replaced each time.
/// </summary>
/// <param name="Username">Name of the account, also the user part of its address.</param>
/// <param name="Password">Random; valid until the next one is made or the phone is removed.</param>
/// <param name="Registrar">Of the first node.</param>
/// <param name="Domain">Of the first node.</param>
/// <param name="Kind">sip or browser.</param>
public sealed record PhoneCredentials(
    string Username, string Password, string Registrar, string Domain, string Kind)
{
    /// <summary>Of the first node.</summary>
    public string? WebSocketUri { get; init; }

    /// <summary>By what a browser finds its own address.</summary>
    public IReadOnlyList<string> IceServers { get; init; } = [];

    /// <summary>Where a browser reaches Routing; null where it does not.</summary>
    public string? RoutingUri { get; init; }

    /// <summary>A browser's account at the relays; null where there are none.</summary>
    public TurnAccount? Turn { get; init; }

    /// <summary>Where the phone registers: a call may come from any of them.</summary>
    public required IReadOnlyList<PhoneNode> Nodes { get; init; }
}

/// <summary>A node at which a phone registers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Registrar">Host and port to register at (UDP).</param>
/// <param name="Domain">Host part of the phone's address.</param>
/// <param name="WebSocketUri">Where a browser registers.</param>
public sealed record PhoneNode(string Name, string Registrar, string Domain, string? WebSocketUri)
{
    /// <summary>The phone is registered there; absent at log-in.</summary>
    public bool? Registered { get; init; }
}

/// <summary>An agent's phone as it is now, without its password.</summary>
public sealed record PhoneAnswer
{
    /// <summary>sip or browser.</summary>
    public required string Kind { get; init; }

    /// <summary>There is an account to register with.</summary>
    public required bool HasAccount { get; init; }

    /// <summary>The phone can be rung wherever a call may be.</summary>
    public required bool Online { get; init; }

    /// <summary>A newer account at the relays, for the browser of the agent who asks.</summary>
    public TurnAccount? Turn { get; init; }

    /// <summary>Where it should be registered, and where it is.</summary>
    public required IReadOnlyList<PhoneNode> Nodes { get; init; }
}
