namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when the flow of the dialled number ends in a queue, and again with the same QueuedAt when a call returns
/// to its queue.
/// </summary>
[Event("call", "queued", nameof(CallId), Public = true)]
public sealed record CallQueued
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The queue.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>When the caller first entered the queue: the place is counted from here.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>
    /// When the call itself came to the queue, this time: later than QueuedAt where a place was kept (for a callback,
    /// or in a queue that it comes back to). Absent: at QueuedAt.
    /// </summary>
    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>The dialled number.</summary>
    public required Guid NumberId { get; init; }

    /// <summary>Keyed hash of the caller's number; absent when the number is withheld.</summary>
    public string? CallerRef { get; init; }

    /// <summary>Language of the call: an RFC 5646 tag.</summary>
    public required string Language { get; init; }

    /// <summary>Skills that the agent must have beside those of the queue.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>voice, video, chat or task: a call keeps the one it came by; voice when absent.</summary>
    public string? Channel { get; init; }

    /// <summary>Higher is served first; 0 is ordinary.</summary>
    public int Priority { get; init; }

    /// <summary>The agent the caller asked for.</summary>
    public Guid? PreferredAgentId { get; init; }

    /// <summary>
    /// How long the call waits for that agent, from EnteredAt on, whatever the queue says: somebody has handed the
    /// caller on to them. Absent: as long as the queue says.
    /// </summary>
    public long? PreferredWaitMs { get; init; }

    /// <summary>The agent who owns the caller's matter: comes before one asked for.</summary>
    public Guid? OwnerAgentId { get; init; }

    /// <summary>
    /// The callback that led to the call: its QueuedAt is the place kept. Absent for a call that came in.
    /// </summary>
    public Guid? CallbackId { get; init; }

    /// <summary>Free attributes collected by the flow; never personal data.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>What the dialled number is advertised for, when it is.</summary>
    public string? Campaign { get; init; }

    /// <summary>The flow that the call goes through, when its number has one.</summary>
    public string? Flow { get; init; }

    /// <summary>The version of that flow.</summary>
    public int? FlowVersion { get; init; }
}
