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

    /// <summary>The name of that break, if it has one.</summary>
    public string? BreakName { get; init; }

    /// <summary>What the agent chose for when the work in hand is done: break or offline.</summary>
    public string? NextStatus { get; init; }

    public string? NextBreakName { get; init; }

    /// <summary>Since when the agent counts as not responding; absent while they do.</summary>
    public DateTimeOffset? NotRespondingAt { get; init; }

    /// <summary>What the last missed ring ended with: no-answer or expired.</summary>
    public string? NotRespondingReason { get; init; }

    /// <summary>What the agent is doing: idle, reserved, ringing, talking or wrap-up.</summary>
    public required string Activity { get; init; }

    /// <summary>The call of that activity.</summary>
    public Guid? CallId { get; init; }

    /// <summary>How much of each channel the agent takes at a time.</summary>
    public required IReadOnlyDictionary<string, int> Capacity { get; init; }

    /// <summary>How much of the channels that are shared they hold.</summary>
    public required IReadOnlyDictionary<string, int> Held { get; init; }

    /// <summary>The channels that they let be interrupted by more urgent ones: chat, task.</summary>
    public required IReadOnlyList<string> Interruptible { get; init; }

    public required bool PhoneOnline { get; init; }

    /// <summary>Why the agent gets no call now; absent when they can.</summary>
    public string? NotReady { get; init; }

    /// <summary>The call that has the agent alone; only where one agent is asked for.</summary>
    public AssignmentAnswer? Assignment { get; init; }

    /// <summary>Everything that the agent holds; only where one agent is asked for.</summary>
    public IReadOnlyList<AssignmentAnswer> Assignments { get; init; } = [];

    public static AgentAnswer Of(Agent agent, string? notReady, params IReadOnlyList<Assignment> live) => new()
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
        BreakName = agent.BreakName,
        NextStatus = agent.NextStatus,
        NextBreakName = agent.NextBreakName,
        NotRespondingAt = agent.NotRespondingAt,
        NotRespondingReason = agent.NotRespondingReason,
        Activity = agent.Activity,
        CallId = agent.CallId,
        Capacity = Channels.All.ToDictionary(channel => channel, agent.CapacityOf),
        Held = Channels.Shared.ToDictionary(channel => channel, agent.HeldOf),
        Interruptible = agent.Interruptible,
        PhoneOnline = agent.PhoneOnline,
        NotReady = notReady,
        Assignment = live.FirstOrDefault(one => one.Exclusive) is { } alone ? AssignmentAnswer.Of(alone) : null,
        Assignments = [.. live.Select(AssignmentAnswer.Of)],
    };
}
