namespace CallCenter.Contracts.Telephony;

/// <summary>
/// Said when a waiting call leaves its queue without an agent: it goes on in its flow, or its caller is called back.
/// </summary>
[Event("call", "left-queue", nameof(CallId), Public = true)]
public sealed record CallLeftQueue
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The queue that it has left.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>timeout (waited as long as the flow lets it), not-routable or callback (asked for).</summary>
    public required string Reason { get; init; }

    /// <summary>When it left.</summary>
    public required DateTimeOffset LeftAt { get; init; }
}
