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
        !queue.Open ? null
        : Serves(queue, agents) ? KeptProblem(queue, agents)
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

    /// <summary>A class that is kept for ever for agents of whom none serves the queue waits for ever.</summary>
    private static (string, string)? KeptProblem(Queue queue, IReadOnlyCollection<Agent> agents)
    {
        for (var i = 0; i < queue.Plan.KeptClasses.Count; i++)
        {
            if (queue.Plan.KeptClasses[i] is { WaitMs: null } kept && !Serves(queue, agents, kept.Class))
            {
                return (
                    $"plan.keptClasses[{i}]",
                    "nobody is of its teams and at its sites who serves the queue: its callers would wait for ever");
            }
        }

        return null;
    }

    private static bool Serves(Queue queue, IReadOnlyCollection<Agent> agents, string? kept = null)
    {
        var demand = Demand.Of(queue, queue.Plan.Steps.Count, kept);
        return agents.Any(agent => demand.WhyNever(agent) is null);
    }
}
