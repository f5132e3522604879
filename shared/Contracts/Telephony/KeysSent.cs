namespace CallCenter.Contracts.Telephony;

/// <summary>Said when keypad digits were sent to the caller's side. Which ones, no event tells.</summary>
[Event("call", "keys-sent", nameof(CallId), Public = true)]
public sealed record KeysSent
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The agent who talks.</summary>
    public required Guid AgentId { get; init; }

    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset SentAt { get; init; }
}
