namespace CallCenter.Routing.Queues;

/// <summary>Who of those who can take a call gets it; equals are told apart by who is idle longest.</summary>
public static class Policies
{
    public const string LongestIdle = "longest-idle";

    /// <summary>The highest levels of the wanted skills.</summary>
    public const string BestSkill = "best-skill";

    /// <summary>The fewest calls answered since the agent came to work.</summary>
    public const string FewestCalls = "fewest-calls";

    /// <summary>Who was reserved longest ago.</summary>
    public const string RoundRobin = "round-robin";

    /// <summary>Idle time, levels and calls, weighed.</summary>
    public const string Weighted = "weighted";

    /// <summary>By chance; the same call and agents give the same chance again.</summary>
    public const string Chance = "random";

    public static readonly IReadOnlyList<string> All =
        [LongestIdle, BestSkill, FewestCalls, RoundRobin, Weighted, Chance];
}
