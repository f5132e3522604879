namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when a customer wants to be called back: by a key while waiting, or as an agent or a system noted it down.
/// </summary>
[Event("callback", "requested", nameof(CallbackId), Public = true)]
public sealed record CallbackRequested
{
    /// <summary>The callback.</summary>
    public required Guid CallbackId { get; init; }

    /// <summary>The call in which it was asked for; absent when it was not asked for in a call.</summary>
    public Guid? CallId { get; init; }

    /// <summary>The queue whose agents call back.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>The number of ours that the customer dialled, and from which they are called back.</summary>
    public required Guid NumberId { get; init; }

    /// <summary>Keyed hash of the customer's number.</summary>
    public required string CallerRef { get; init; }

    /// <summary>Language of the customer: an RFC 5646 tag.</summary>
    public required string Language { get; init; }

    /// <summary>Skills that the agent must have beside those of the queue.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>Higher is served first; 0 is ordinary.</summary>
    public int Priority { get; init; }

    /// <summary>The place kept: when the customer first entered the queue.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>Not to be dialled before; absent: at any time.</summary>
    public DateTimeOffset? NotBeforeAt { get; init; }

    /// <summary>Not to be dialled after; absent: at any time.</summary>
    public DateTimeOffset? NotAfterAt { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }
}
