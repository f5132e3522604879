using CallCenter.Routing.Loads;

namespace CallCenter.Routing.Simulating;

/// <summary>The settings of Routing that matter in memory.</summary>
public sealed record FloorSettings
{
    public TimeSpan LeaseGrace { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan DeclineTime { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromHours(12);

    public int AgentsPerPass { get; init; } = 100;

    public LoadSettings Load { get; init; } = new RoutingOptions().Load;

    public int MissedRings { get; init; } = 2;

    /// <summary>Whether ended calls and assignments are kept, so that late facts meet them.</summary>
    public bool Remembers { get; init; } = true;
}
