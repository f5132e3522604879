namespace CallCenter.Messaging.Inbox;

/// <summary>What one look at a queue showed.</summary>
internal sealed record QueueLook(long Ready, TimeSpan SinceDelivery);

/// <summary>When a queue counts as stalled: everything looks alive, yet nothing comes.</summary>
internal static class StallRules
{
    /// <summary>
    /// Messages are ready, none was delivered here for that long, and at no look did their number fall: if it falls,
    /// another replica is the active consumer and works.
    /// </summary>
    public static bool IsStalled(IReadOnlyList<QueueLook> looks, TimeSpan after) =>
        looks.Count >= 2
        && looks.All(l => l.Ready > 0)
        && looks[^1].SinceDelivery >= after
        && looks.Zip(looks.Skip(1)).All(pair => pair.Second.Ready >= pair.First.Ready);
}
