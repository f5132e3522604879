using CallCenter.Contracts.Routing;

namespace CallCenter.Routing.Agents;

/// <summary>An agent: what they can, what they chose, what they are doing, and their phone.</summary>
public sealed record Agent
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

    /// <summary>One of <see cref="AgentActivities"/>.</summary>
    public string Activity { get; init; } = AgentActivities.Idle;

    /// <summary>The call of that activity.</summary>
    public Guid? CallId { get; init; }

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

    /// <summary>Whether the agent serves a language: "zh" serves "zh-CN" too.</summary>
    public bool Speaks(string language) => Array.Exists(Languages, own =>
        language.StartsWith(own, StringComparison.OrdinalIgnoreCase)
        && (language.Length == own.Length || language[own.Length] == '-'));

    /// <summary>The agent chooses a status. Becoming available puts them last among the ready.</summary>
    public AgentChange Choose(string status, DateTimeOffset at)
    {
        if (status == Status)
        {
            return AgentChange.None(this);
        }

        var chosen = this with
        {
            Status = status,
            ReadyAt = status == AgentStatuses.Available ? at : ReadyAt,
            CallsServed = Status == AgentStatuses.Offline ? 0 : CallsServed,
        };
        return new AgentChange(chosen, [chosen.ActivityChanged(at)]);
    }

    /// <summary>The agent takes up another activity; the chosen status stays as it is.</summary>
    public AgentChange Take(string activity, Guid? callId, DateTimeOffset at)
    {
        if (activity == Activity && callId == CallId)
        {
            return AgentChange.None(this);
        }

        var busy = this with { Activity = activity, CallId = callId };
        return new AgentChange(busy, [busy.ActivityChanged(at)]);
    }

    /// <summary>
    /// The agent is idle again. Who did not take a call goes to the end of the line, so that the next caller
    /// does not wait for the same silent phone; who lost it through no act of their own keeps their place.
    /// </summary>
    public AgentChange Free(DateTimeOffset at, bool keepsPlace)
    {
        var freed = Take(AgentActivities.Idle, callId: null, at);
        return keepsPlace ? freed : freed with { Agent = freed.Agent with { ReadyAt = at } };
    }

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
            .With(wanted) with
        {
            Status = AgentStatuses.Offline,
            ReadyAt = at,
            AddedAt = at,
            RemovedAt = null,
        };
        return new AgentChange(
            agent, [new AgentAdded { AgentId = agentId, Number = agent.Number, Name = agent.Name, AddedAt = at }]);
    }

    /// <summary>The agent leaves the centre; a talk in progress is left to end by itself.</summary>
    public AgentChange Remove(DateTimeOffset at) => new(
        this with { RemovedAt = at, Status = AgentStatuses.Offline },
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
    };

    private AgentActivityChanged ActivityChanged(DateTimeOffset at) => new()
    {
        AgentId = AgentId,
        Status = Status,
        Activity = Activity,
        CallId = CallId,
        ChangedAt = at,
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
}

/// <summary>An agent as they are after a decision, and what is to be said about it.</summary>
public sealed record AgentChange(Agent Agent, IReadOnlyList<object> Events)
{
    public static AgentChange None(Agent agent) => new(agent, []);
}
