namespace CallCenter.Contracts.Telephony;

/// <summary>The answer to a CallbackDue: what came of dialling the customer.</summary>
[Event("callback", "dialled", nameof(CallbackId), Public = true)]
public sealed record CallbackDialled
{
    /// <summary>The callback.</summary>
    public required Guid CallbackId { get; init; }

    /// <summary>The call that was made; CallArrived follows about it when it was answered.</summary>
    public required Guid CallId { get; init; }

    /// <summary>Which attempt it was, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>
    /// answered, busy, no-answer, rejected, unreachable (the network knows no way to the number) or failed (nobody
    /// was dialled, or the switch was lost).
    /// </summary>
    public required string Result { get; init; }

    /// <summary>When this was known.</summary>
    public required DateTimeOffset DialledAt { get; init; }
}
