namespace CallCenter.Routing.Queues;

/// <summary>How many calls may stand in a queue, and for how long; absent: no limit.</summary>
public sealed record QueueLimits
{
    /// <summary>A call that finds so many before it, waiting or being rung for, is not routable: "full".</summary>
    public int? MaxWaiting { get; init; }

    /// <summary>
    /// A call that has stood in the queue so long goes to the first queue of its overflow rules that takes it, whether
    /// the rule holds or not; where none does it is not routable: "too-long".
    /// </summary>
    public int? MaxWaitMs { get; init; }
}
