using CallCenter.Contracts.Routing;

namespace CallCenter.Routing.Agents;

/// <summary>Who makes the changes that AgentActivityChanged says.</summary>
public static class ActivityActors
{
    public const string Agent = "agent";

    /// <summary>Anybody who may set the status of another.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Calls and their ends, a next status that was due, missed rings.</summary>
    public const string Routing = "routing";

    /// <summary>What a change says, by whoever asked for it.</summary>
    public static AgentChange By(this AgentChange change, string actor) => change with
    {
        Events = [.. change.Events.Select(said => said is AgentActivityChanged one ? one with { By = actor } : said)],
    };
}
