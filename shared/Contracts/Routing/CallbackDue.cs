namespace CallCenter.Contracts.Routing;

/// <summary>
/// Said when a callback has its turn and an agent is expected free for it; Telephony dials the customer until the
/// deadline and answers with CallbackDialled.
/// </summary>
[Event("callback", "due", nameof(CallbackId), Public = true)]
public sealed record CallbackDue
{
    /// <summary>The callback.</summary>
    public required Guid CallbackId { get; init; }

    /// <summary>The call that is made.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The queue.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>Which attempt it is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The priority with which the customer is queued once they have answered.</summary>
    public required int Priority { get; init; }

    /// <summary>Deadline: Telephony alone ends the ringing, at this instant.</summary>
    public required DateTimeOffset DialUntilAt { get; init; }

    /// <summary>When this was decided.</summary>
    public required DateTimeOffset DecidedAt { get; init; }
}
