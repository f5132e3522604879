namespace CallCenter.Routing.Liveness;

/// <summary>An agent or a call about which something does not fit.</summary>
public sealed record Suspect
{
    public const string Agent = "agent";
    public const string Call = "call";

    /// <summary>A call that waits beside an eligible idle agent.</summary>
    public const string Waiting = "waiting";

    /// <summary>agent, call or waiting.</summary>
    public required string What { get; init; }

    /// <summary>The agent or the call.</summary>
    public required Guid Id { get; init; }
}
