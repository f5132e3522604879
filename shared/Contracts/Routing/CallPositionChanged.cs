namespace CallCenter.Contracts.Routing;

/// <summary>
/// Said when a call has its place in a queue, when it has moved up, now and then only, and when its caller is to be
/// offered a callback, and when its queue announces something else. While the call waits in one queue neither the
/// position nor the estimated wait ever grows; in another they are told afresh.
/// </summary>
[Event("call", "position-changed", nameof(CallId), Public = true)]
public sealed record CallPositionChanged
{
    /// <summary>The call.</summary>
    public required Guid CallId { get; init; }

    /// <summary>The queue.</summary>
    public required Guid QueueId { get; init; }

    /// <summary>1 is served next of its queue.</summary>
    public required int Position { get; init; }

    /// <summary>How much longer the call is expected to wait; absent while nothing is known of the queue.</summary>
    public long? EstimatedWaitMs { get; init; }

    /// <summary>The estimate less its mean absolute error; absent before promises of the queue were measured.</summary>
    public long? LowestWaitMs { get; init; }

    /// <summary>The estimate and its mean absolute error.</summary>
    public long? HighestWaitMs { get; init; }

    /// <summary>Whether the caller is offered to be called back; once offered it stays so.</summary>
    public bool CallbackOffered { get; init; }

    /// <summary>Names of the sounds that the caller is told one at a time, in turn.</summary>
    public IReadOnlyList<string> Sounds { get; init; } = [];

    /// <summary>Whether the caller is told the position.</summary>
    public bool PositionTold { get; init; }

    /// <summary>Whether the caller is told the estimated wait.</summary>
    public bool WaitTold { get; init; }

    /// <summary>From queueing until the caller is first told something; absent: the teller chooses.</summary>
    public int? FirstAfterMs { get; init; }

    /// <summary>From the end of one telling to the next; absent: the teller chooses.</summary>
    public int? EveryMs { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
