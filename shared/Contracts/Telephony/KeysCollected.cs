namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when a caller was asked for digits that the agent must not know. Which ones, no event tells.
/// </summary>
[Event("call", "keys-collected", nameof(CallId), Public = true)]
public sealed record KeysCollected
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>How many were entered and sent; 0 when none were.</summary>
    public required int Count { get; init; }

    /// <summary>
    /// done, failed (nobody took them, or the owner of the call died), timeout, cancelled or talk-over.
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>When it was over.</summary>
    public required DateTimeOffset CollectedAt { get; init; }
}
