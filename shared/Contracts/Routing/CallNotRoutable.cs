namespace CallCenter.Contracts.Routing;

/// <summary>Said when a queued call can never get an agent; Telephony announces it and ends the call.</summary>
[Event("call", "not-routable", nameof(CallId), Public = true)]
public sealed record CallNotRoutable
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The queue.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>
    /// unknown-queue, unknown-channel, closed, full, too-long (it has waited as long as the queue lets it), overflow
    /// (the queue refuses calls while it is overrun), freed (by a supervisor) or callback-only (the queue lets nobody
    /// wait: the caller is offered to be called back).
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>Why a queue is closed: by-hand, hours or holiday.</summary>
    public string? Detail { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset DecidedAt { get; init; }
}
