namespace CallCenter.Contracts.Routing;

/// <summary>Said once, when a callback is over.</summary>
[Event("callback", "ended", nameof(CallbackId), Public = true)]
public sealed record CallbackEnded
{
    /// <summary>The callback.</summary>
    public required Guid CallbackId { get; init; }

    /// <summary>The queue.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>
    /// reached (an agent talked with the customer), lost (the customer answered and left before an agent came),
    /// failed (no attempt was answered), withdrawn, expired (its time was over) or joined (the customer had asked
    /// before: the earlier callback goes on).
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>How often the customer was dialled.</summary>
    public required int Attempts { get; init; }

    /// <summary>The last call that was made; absent when none was.</summary>
    public Guid? CallId { get; init; }

    /// <summary>The earlier callback, when this one has joined it.</summary>
    public Guid? JoinedId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset EndedAt { get; init; }
}
