using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;

namespace CallCenter.Routing.Loads;

/// <summary>
/// The load of an agent: <c>L(t) = Σ weight · length · density · 2^(−age / half-life)</c> over the calls marked abusive
/// or angry: exponential decay, so that it rises with each and fades without a cut. The two factors are between 1 and
/// what the settings say, so a long or a crowded morning adds half again each and never runs away.
/// </summary>
public static class LoadRules
{
    public static double Weight(string? mood, LoadSettings settings) => mood switch
    {
        Moods.Abusive => settings.AbusiveWeight,
        Moods.Angry => settings.AngryWeight,
        _ => 0,
    };

    /// <summary>A long talk weighs more: from 1 at once to the most at a long one, in proportion.</summary>
    public static double Length(HardCall call, LoadSettings settings) =>
        1 + ((settings.LongFactor - 1)
            * Math.Clamp(((call.ReleasedAt ?? call.AnsweredAt) - call.AnsweredAt) / settings.LongTalk, 0, 1));

    /// <summary>
    /// One hard call upon another weighs more: counted are the marked ones that came within the time of a row before
    /// it, and after the pause before it.
    /// </summary>
    public static double Density(
        HardCall call, IEnumerable<HardCall> ofAgent, IEnumerable<AgentPause> pauses, LoadSettings settings)
    {
        var after = pauses.Select(pause => pause.BeganAt).Where(at => at <= call.AnsweredAt)
            .Append(call.AnsweredAt - settings.RowTime).Max();
        var before = ofAgent.Count(one =>
            one.Mood is not null && one.AnsweredAt > after && one.AnsweredAt < call.AnsweredAt);
        return 1 + ((settings.DenseFactor - 1) * Math.Min(1, (double)before / settings.DenseCalls));
    }

    /// <summary>What is left of one call with its agent.</summary>
    public static double Left(
        HardCall call, IEnumerable<HardCall> ofAgent, IEnumerable<AgentPause> pauses, LoadSettings settings,
        DateTimeOffset now) =>
        Left(call, settings.HalfLife, settings, now) * Length(call, settings)
        * Density(call, ofAgent, pauses, settings);

    /// <summary>What is left of the mark of one call; its age counts from the answer.</summary>
    public static double Left(HardCall call, TimeSpan halfLife, LoadSettings settings, DateTimeOffset now) =>
        Weight(call.Mood, settings) * Math.Pow(2, -Math.Max(0, (now - call.AnsweredAt) / halfLife));

    /// <param name="agent">How many calls they have served tells which of the calls were the last ones.</param>
    /// <param name="calls">Their hard calls.</param>
    /// <param name="pauses">Their pauses: what was before the last is in no row.</param>
    /// <param name="settings">Weights and times.</param>
    /// <param name="now">The instant.</param>
    public static AgentLoad Of(
        Agent agent, IReadOnlyCollection<HardCall> calls, IReadOnlyCollection<AgentPause> pauses, LoadSettings settings,
        DateTimeOffset now) => new()
    {
        Value = calls.Sum(call => Left(call, calls, pauses, settings, now)),
        InARow = InARow(
            agent.CallsServed, calls,
            pauses.Select(pause => pause.BeganAt).Append(now - settings.RowTime).Max()),
    };

    /// <summary>The loads of those who have had hard calls.</summary>
    public static IReadOnlyDictionary<Guid, AgentLoad> OfAll(
        IEnumerable<Agent> agents, IEnumerable<HardCall> calls, IEnumerable<AgentPause> pauses, LoadSettings settings,
        DateTimeOffset now)
    {
        var callsOf = calls.ToLookup(call => call.AgentId);
        var pausesOf = pauses.ToLookup(pause => pause.AgentId);
        return agents.Where(agent => callsOf.Contains(agent.AgentId)).ToDictionary(
            agent => agent.AgentId,
            agent => Of(agent, [.. callsOf[agent.AgentId]], [.. pausesOf[agent.AgentId]], settings, now));
    }

    /// <summary>
    /// Whether the caller's next call is expected to be hard: at least half of an angry call is left of the marks of
    /// their earlier ones.
    /// </summary>
    public static bool Expected(IEnumerable<HardCall> earlier, LoadSettings settings, DateTimeOffset now) =>
        earlier.Sum(call => Left(call, settings.CallerHalfLife, settings, now)) is > 0 and var left
        && left >= settings.AngryWeight / 2;

    /// <summary>
    /// The mood of the caller as the agent says it, or as it is corrected later; none takes it back. A call without a
    /// talk has no mood.
    /// </summary>
    public static Outcome Mark(Engagement on, string? mood) => on.Assignment.AnsweredAt is null
        ? Outcome.Refused($"The assignment is {on.Assignment.State}: nobody has talked with the caller.")
        : new Outcome { Changed = [on with { Assignment = on.Assignment with { Mood = mood } }] };

    /// <summary>
    /// How many agents of each team at work have reached a load; only of teams so large that nobody stands out.
    /// </summary>
    public static IReadOnlyList<TeamLoadAnswer> OfTeams(
        IEnumerable<Agent> agents, IReadOnlyDictionary<Guid, AgentLoad> loads, double from, int smallest) =>
    [
        .. agents.Where(agent => agent.Team is not null && agent.Status != AgentStatuses.Offline)
            .GroupBy(agent => agent.Team!)
            .Where(team => team.Count() >= smallest)
            .OrderBy(team => team.Key, StringComparer.Ordinal)
            .Select(team => new TeamLoadAnswer
            {
                Team = team.Key,
                AtWork = team.Count(),
                ToRelieve = team.Count(agent => loads.GetValueOrDefault(agent.AgentId)?.Value >= from),
            }),
    ];

    private static int InARow(int served, IEnumerable<HardCall> calls, DateTimeOffset after)
    {
        var row = 0;
        foreach (var call in calls.Where(call => call.Served is not null && call.AnsweredAt > after)
            .OrderByDescending(call => call.AnsweredAt))
        {
            if (call.Served != served - row)
            {
                break;
            }

            row++;
        }

        return row;
    }}
