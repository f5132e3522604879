using CallCenter.Contracts.Routing;

namespace CallCenter.Routing.Agents;

/// <summary>An agent: what they can, what they chose, what they are doing, and their phone.</summary>
public sealed partial record Agent
{
    public required Guid AgentId { get; init; }

    public required string Number { get; init; }

    public required string Name { get; init; }

    public string[] Skills { get; init; } = [];

    /// <summary>Levels of the skills, in their order; a missing one is <see cref="SkillLevels.Usual"/>.</summary>
    public short[] Levels { get; init; } = [];

    public string? Team { get; init; }

    public string? Site { get; init; }

    /// <summary>RFC 5646 tags.</summary>
    public string[] Languages { get; init; } = [];

    /// <summary>Chosen by the agent: one of <see cref="AgentStatuses"/>.</summary>
    public string Status { get; init; } = AgentStatuses.Offline;

    /// <summary>The name of the break that they chose, if it has one.</summary>
    public string? BreakName { get; init; }

    /// <summary>Chosen by the agent for when the work in hand is done: break or offline.</summary>
    public string? NextStatus { get; init; }

    public string? NextBreakName { get; init; }

    /// <summary>Rings in a row that the agent let pass.</summary>
    public int MissedRings { get; init; }

    /// <summary>Since when they count as not responding: until they return or choose a status.</summary>
    public DateTimeOffset? NotRespondingAt { get; init; }

    /// <summary>What the last of the missed rings ended with: no-answer, or expired (it was not heard of).</summary>
    public string? NotRespondingReason { get; init; }

    /// <summary>One of <see cref="AgentActivities"/>.</summary>
    public string Activity { get; init; } = AgentActivities.Idle;

    /// <summary>The call of that activity.</summary>
    public Guid? CallId { get; init; }

    /// <summary>The call of another beside which they talk: no call is assigned to them meanwhile.</summary>
    public Guid? AsideCallId { get; init; }

    /// <summary>How much of each of <see cref="Channels.All"/> they take at a time, in that order.</summary>
    public short[] Capacity { get; init; } = [.. Channels.UsualCapacity];

    /// <summary>How much of each they hold; voice and video are the activity and stay 0 here.</summary>
    public short[] Held { get; init; } = [0, 0, 0, 0];

    /// <summary>The channels that they let be interrupted by more urgent ones.</summary>
    public string[] Interruptible { get; init; } = [];

    /// <summary>Since when the agent has been ready without a call.</summary>
    public DateTimeOffset ReadyAt { get; init; }

    /// <summary>Calls answered since the agent last came to work.</summary>
    public int CallsServed { get; init; }

    /// <summary>Last reservation.</summary>
    public DateTimeOffset? AssignedAt { get; init; }

    public bool PhoneOnline { get; init; }

    public DateTimeOffset? PhoneChangedAt { get; init; }

    public DateTimeOffset? UnreachableAt { get; init; }

    public DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>A call found the phone unreachable and it has not registered since.</summary>
    public bool Unreachable => UnreachableAt is { } lost && !(PhoneOnline && PhoneChangedAt > lost);

    /// <summary>1 to 5; 0 without the skill.</summary>
    public int LevelOf(string skill)
    {
        var index = Array.IndexOf(Skills, skill);
        return index < 0 ? 0 : index < Levels.Length ? Levels[index] : SkillLevels.Usual;
    }

    /// <summary>How much of a channel they take at a time.</summary>
    public int CapacityOf(string channel) => Capacity[Channels.IndexOf(channel)];

    /// <summary>How much of a channel that is shared they hold.</summary>
    public int HeldOf(string channel) => Held[Channels.IndexOf(channel)];

    /// <summary>Whether the agent serves a language: "zh" serves "zh-CN" too.</summary>
    public bool Speaks(string language) => Array.Exists(Languages, own =>
        language.StartsWith(own, StringComparison.OrdinalIgnoreCase)
        && (language.Length == own.Length || language[own.Length] == '-'));

    /// <summary>The phone is heard of. An older fact than the last one known says nothing new.</summary>
    public Agent HearPhone(bool online, DateTimeOffset at) =>
        at < PhoneChangedAt ? this : this with { PhoneOnline = online, PhoneChangedAt = at };

    /// <summary>What an administrator wants of them; says what others need to know.</summary>
    public AgentChange Describe(AgentProfile wanted, DateTimeOffset at)
    {
        var changed = wanted.Number != Number || wanted.Name != Name;
        return new AgentChange(With(wanted), changed
            ? [new AgentChanged { AgentId = AgentId, Number = wanted.Number, Name = wanted.Name, ChangedAt = at }]
            : []);
    }

    /// <summary>A new agent, or one who returns: offline until they choose otherwise.</summary>
    public static AgentChange Add(Agent? removed, Guid agentId, AgentProfile wanted, DateTimeOffset at)
    {
        var agent = (removed ?? new Agent { AgentId = agentId, Number = wanted.Number, Name = wanted.Name })
            .With(wanted).Responding().Leave() with
        {
            ReadyAt = at,
            AddedAt = at,
            RemovedAt = null,
        };
        return new AgentChange(
            agent, [new AgentAdded { AgentId = agentId, Number = agent.Number, Name = agent.Name, AddedAt = at }]);
    }

    /// <summary>The agent leaves the centre; a talk in progress is left to end by itself.</summary>
    public AgentChange Remove(DateTimeOffset at) => new(
        Leave() with { RemovedAt = at },
        [new AgentRemoved { AgentId = AgentId, RemovedAt = at }]);

    private Agent With(AgentProfile wanted) => this with
    {
        Number = wanted.Number,
        Name = wanted.Name,
        Skills = wanted.Skills,
        Levels = wanted.Levels,
        Team = wanted.Team,
        Site = wanted.Site,
        Languages = wanted.Languages,
        Capacity = wanted.Capacity,
    };

    /// <summary>Offline at once, whatever was chosen for later.</summary>
    private Agent Leave() => this with
    {
        Status = AgentStatuses.Offline,
        BreakName = null,
        NextStatus = null,
        NextBreakName = null,
    };
}

/// <summary>What an administrator says of an agent.</summary>
public sealed record AgentProfile
{
    public required string Number { get; init; }

    public required string Name { get; init; }

    public string[] Skills { get; init; } = [];

    public short[] Levels { get; init; } = [];

    public string? Team { get; init; }

    public string? Site { get; init; }

    public string[] Languages { get; init; } = [];

    /// <summary>In the order of <see cref="Channels.All"/>.</summary>
    public short[] Capacity { get; init; } = [.. Channels.UsualCapacity];
}

/// <summary>An agent as they are after a decision, and what is to be said about it.</summary>
public sealed record AgentChange(Agent Agent, IReadOnlyList<object> Events)
{
    public static AgentChange None(Agent agent) => new(agent, []);
}
