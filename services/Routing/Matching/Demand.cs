using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;

namespace CallCenter.Routing.Matching;

/// <summary>What a call wants of its agent at an instant.</summary>
public sealed class Demand
{
    private readonly List<(string Skill, int Level)> _skills = [];
    private readonly HashSet<string> _teams;
    private readonly HashSet<string> _sites;
    private readonly KeptClass? _kept;
    private readonly string? _language;
    private readonly string _channel;

    private Demand(WaitingCall call, Queue queue, DemandKey key)
    {
        var plan = queue.Plan;
        Queue = queue;
        Step = key.Step;
        Hard = key.Hard;
        MostInARow = key.Capped ? plan.Care!.MostInARow : null;
        _channel = key.Channel;
        _language = key.Language;
        _kept = plan.KeptClasses.FirstOrDefault(kept => kept.Class == key.Kept);
        _sites = new HashSet<string>(plan.Sites, StringComparer.Ordinal);
        _teams = new HashSet<string>(plan.Teams, StringComparer.Ordinal);
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        var lowered = new Dictionary<string, int>(plan.Levels, StringComparer.Ordinal);
        foreach (var step in plan.Steps.Take(key.Step))
        {
            dropped.UnionWith(step.Drop);
            _teams.UnionWith(step.AddTeams);
            _sites.UnionWith(step.AddSites);
            foreach (var (skill, level) in step.Lower)
            {
                lowered[skill] = level;
            }
        }

        foreach (var skill in queue.Skills.Concat(call.Skills).Distinct(StringComparer.Ordinal))
        {
            if (!dropped.Contains(skill))
            {
                _skills.Add((skill, lowered.GetValueOrDefault(skill, SkillLevels.Lowest)));
            }
        }
    }

    public Queue Queue { get; }

    /// <summary>The step of the queue's plan that holds.</summary>
    public int Step { get; }

    /// <summary>The call is a hard one, and the queue spreads them.</summary>
    public bool Hard { get; }

    /// <summary>So many hard calls in a row are enough for an agent; absent once the call has waited long.</summary>
    public int? MostInARow { get; }

    public static Demand Of(WaitingCall call, Queue queue, DateTimeOffset now) =>
        new(call, queue, DemandKey.Of(call, queue, now));

    /// <summary>What a call wants in a step of the queue's plan that wants nothing of its own.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="step">0 before the first.</param>
    /// <param name="kept">The class of its caller, where the queue keeps it for some agents.</param>
    public static Demand Of(Queue queue, int step, string? kept = null) => new(
        new WaitingCall { CallId = Guid.Empty, State = CallStates.Waiting },
        queue,
        new DemandKey(
            queue.QueueId, Channels.Voice, step, kept, Language: null, Skills: "", Hard: false, Capped: false));

    /// <summary>Why an agent cannot take a call that wants this; null when they can.</summary>
    public string? WhyNot(Agent agent) => ChannelRules.WhyNot(agent, _channel) ?? WhyNever(agent);

    /// <summary>Why an agent could not take it even with nothing else in hand; null when they could.</summary>
    public string? WhyNever(Agent agent)
    {
        if (agent.CapacityOf(_channel) == 0)
        {
            return $"takes no {_channel}";
        }

        if (_language is not null && !agent.Speaks(_language))
        {
            return $"does not speak {_language}";
        }

        if (_kept is not null && !Keeps(_kept, agent))
        {
            return $"the call is kept for the agents of class {_kept.Class}";
        }

        if (_teams.Count > 0 && (agent.Team is null || !_teams.Contains(agent.Team)))
        {
            return "not of a team that serves the queue";
        }

        if (_sites.Count > 0 && (agent.Site is null || !_sites.Contains(agent.Site)))
        {
            return "not at a site that serves the queue";
        }

        foreach (var (skill, level) in _skills)
        {
            var has = agent.LevelOf(skill);
            if (has < level)
            {
                return has == 0 ? $"lacks skill {skill}" : $"skill {skill} is below {level}";
            }
        }

        return null;
    }

    /// <summary>Mean level of the wanted skills; 0 where none is wanted.</summary>
    public double LevelOf(Agent agent)
    {
        var sum = 0;
        foreach (var (skill, _) in _skills)
        {
            sum += agent.LevelOf(skill);
        }

        return _skills.Count == 0 ? 0 : (double)sum / _skills.Count;
    }

    private static bool Keeps(KeptClass kept, Agent agent) =>
        (kept.Teams.Count == 0 || kept.Teams.Contains(agent.Team!))
        && (kept.Sites.Count == 0 || kept.Sites.Contains(agent.Site!));
}

/// <summary>Calls with the same key want the same of their agent now.</summary>
internal readonly record struct DemandKey(
    Guid QueueId, string Channel, int Step, string? Kept, string? Language, string Skills, bool Hard, bool Capped)
{
    public static DemandKey Of(WaitingCall call, Queue queue, DateTimeOffset now)
    {
        var plan = queue.Plan;
        var care = call.Hard ? plan.Care : null;
        return new DemandKey(
            queue.QueueId,
            call.Channel,
            PlaceRules.StepAt(plan, call.QueuedAt!.Value, now),
            KeptNow(call, plan, now),
            plan.MatchLanguage ? call.Language : null,
            call.Skills.Length == 0 ? "" : string.Join(',', call.Skills),
            care is not null,
            care is not null && now - call.QueuedAt < TimeSpan.FromMilliseconds(care.MostDelayMs));
    }

    private static string? KeptNow(WaitingCall call, QueuePlan plan, DateTimeOffset now)
    {
        if (call.CustomerClass is null)
        {
            return null;
        }

        var kept = plan.KeptClasses.FirstOrDefault(one => one.Class == call.CustomerClass);
        var over = kept?.WaitMs is { } wait && now - call.QueuedAt >= TimeSpan.FromMilliseconds(wait);
        return over ? null : kept?.Class;
    }
}
