using CallCenter.Routing.Assignments;

namespace CallCenter.Routing.Agents;

/// <summary>An agent as shown.</summary>
public sealed record AgentAnswer
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>How well the agent knows each skill: 1 to 5.</summary>
    public required IReadOnlyDictionary<string, int> Levels { get; init; }

    public string? Team { get; init; }

    public string? Site { get; init; }

    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Calls answered since the agent last came to work.</summary>
    public required int CallsServed { get; init; }

    /// <summary>What the agent chose: available, break or offline.</summary>
    public required string Status { get; init; }

    /// <summary>What the agent is doing: idle, reserved, ringing, talking or wrap-up.</summary>
    public required string Activity { get; init; }

    /// <summary>The call of that activity.</summary>
    public Guid? CallId { get; init; }

    public required bool PhoneOnline { get; init; }

    /// <summary>Why the agent gets no call now; absent when they can.</summary>
    public string? NotReady { get; init; }

    /// <summary>The assignment that holds the agent; only where one agent is asked for.</summary>
    public AssignmentAnswer? Assignment { get; init; }

    public static AgentAnswer Of(Agent agent, string? notReady, Assignment? assignment = null) => new()
    {
        Id = agent.AgentId,
        Number = agent.Number,
        Name = agent.Name,
        Skills = agent.Skills,
        Levels = agent.Skills.ToDictionary(skill => skill, agent.LevelOf),
        Team = agent.Team,
        Site = agent.Site,
        Languages = agent.Languages,
        CallsServed = agent.CallsServed,
        Status = agent.Status,
        Activity = agent.Activity,
        CallId = agent.CallId,
        PhoneOnline = agent.PhoneOnline,
        NotReady = notReady,
        Assignment = assignment is null ? null : AssignmentAnswer.Of(assignment),
    };
}
