using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;

namespace CallCenter.Routing.Queues;

/// <summary>Which agents a queue has.</summary>
public static class StaffingRules
{
    /// <summary>
    /// Where a queue that takes calls shuts out every agent, and how; null where one could serve it, at work or not, at
    /// the latest by its last step. A closed queue may have nobody yet.
    /// </summary>
    public static (string Field, string Rule)? Problem(Queue queue, IReadOnlyCollection<Agent> agents) =>
        !queue.Open || Serves(queue, agents) ? null
        : agents.Count == 0 ? ("open", "nobody could serve it: there is no agent yet")
        : !Serves(queue with { Plan = queue.Plan with { Teams = [], Sites = [] } }, agents)
            ? ("skills", "no agent has them all at the wanted levels")
        : !Serves(queue with { Plan = queue.Plan with { Sites = [] } }, agents)
            ? ("plan.teams", "nobody of them has the skills of the queue")
        : ("plan.sites", "nobody there has the skills of the queue and is of its teams");

    /// <summary>How many agents are at work who could take a call that has just come, idle or not.</summary>
    public static int Staffed(Queue queue, IReadOnlyCollection<Agent> agents)
    {
        var demand = Demand.Of(queue, step: 0);
        return agents.Count(agent => MatchRules.AtWork(agent) && demand.WhyNever(agent) is null);
    }

    private static bool Serves(Queue queue, IReadOnlyCollection<Agent> agents)
    {
        var demand = Demand.Of(queue, queue.Plan.Steps.Count);
        return agents.Any(agent => demand.WhyNever(agent) is null);
    }
}
