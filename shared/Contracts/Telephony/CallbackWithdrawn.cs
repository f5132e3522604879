namespace CallCenter.Contracts.Telephony;

/// <summary>Said when somebody has taken back the wish for a callback; CallbackEnded follows.</summary>
[Event("callback", "withdrawn", nameof(CallbackId), Public = true)]
public sealed record CallbackWithdrawn
{
    /// <summary>The callback.</summary>
    public required Guid CallbackId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset WithdrawnAt { get; init; }
}
