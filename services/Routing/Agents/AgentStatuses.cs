namespace CallCenter.Routing.Agents;

/// <summary>What an agent chose. No call ever changes it.</summary>
public static class AgentStatuses
{
    public const string Available = "available";
    public const string Break = "break";
    public const string Offline = "offline";

    public static readonly IReadOnlyList<string> All = [Available, Break, Offline];
}
