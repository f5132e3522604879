namespace CallCenter.Routing.Agents;

/// <summary>What an agent is doing.</summary>
public static class AgentActivities
{
    public const string Idle = "idle";
    public const string Reserved = "reserved";
    public const string Ringing = "ringing";
    public const string Talking = "talking";
    public const string WrapUp = "wrap-up";
}
