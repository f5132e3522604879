namespace CallCenter.Quality.Measuring;

/// <summary>
/// What two people's speech says about a talk, each measure with the intervals that it rests on.
/// The definitions are exact and need no model; they work on speech segments, however those were found.
/// </summary>
public static class TalkRules
{
    /// <summary>Shorter speech wholly inside the other's is a sign of listening: no turn, no interruption.</summary>
    public const double BackChannelMs = 1_000;

    /// <summary>An interruption begins so long after the other began, and lasts so long beside the other.</summary>
    public const double InterruptionMs = 500;

    public static TalkMeasures Measure(
        IReadOnlyList<Interval> caller, IReadOnlyList<Interval> agent, double durationMs)
    {
        var silences = Silences(caller, agent);
        var overlaps = Overlaps(caller, agent);
        var callerMs = Total(caller);
        var agentMs = Total(agent);
        return new TalkMeasures
        {
            DurationMs = durationMs,
            CallerTalkMs = callerMs,
            AgentTalkMs = agentMs,
            AgentTalkShare = callerMs + agentMs > 0 ? agentMs / (callerMs + agentMs) : null,
            SilenceMs = Total(silences),
            LongestSilenceMs = silences.Select(gap => gap.LengthMs).DefaultIfEmpty().Max(),
            OverlapMs = Total(overlaps),
            SpokenMs = Span(caller, agent),
            CallerTurns = caller.Count(one => !BackChannel(one, agent)),
            AgentTurns = agent.Count(one => !BackChannel(one, caller)),
            Evidence = new TalkEvidence
            {
                Caller = caller,
                Agent = agent,
                Silences = silences,
                Overlaps = overlaps,
                CallerInterruptions = [.. caller.Where(one => Interrupts(one, agent))],
                AgentInterruptions = [.. agent.Where(one => Interrupts(one, caller))],
            },
        };
    }

    public static bool BackChannel(Interval speech, IReadOnlyList<Interval> other) =>
        speech.LengthMs < BackChannelMs && other.Any(speech.Within);

    public static bool Interrupts(Interval speech, IReadOnlyList<Interval> other) =>
        speech.LengthMs >= BackChannelMs && other.Any(interrupted =>
            speech.StartMs >= interrupted.StartMs + InterruptionMs
            && speech.StartMs < interrupted.EndMs
            && speech.OverlapMs(interrupted) >= InterruptionMs);

    /// <summary>The gaps in which nobody speaks, between the first and the last speech.</summary>
    public static IReadOnlyList<Interval> Silences(IReadOnlyList<Interval> caller, IReadOnlyList<Interval> agent)
    {
        var gaps = new List<Interval>();
        double? spokenUntil = null;
        foreach (var speech in caller.Concat(agent).OrderBy(one => one.StartMs))
        {
            if (spokenUntil is { } until && speech.StartMs > until)
            {
                gaps.Add(new Interval(until, speech.StartMs));
            }

            spokenUntil = Math.Max(spokenUntil ?? 0, speech.EndMs);
        }

        return gaps;
    }

    /// <summary>The parts in which both speak. Each side's segments are in order and apart.</summary>
    public static IReadOnlyList<Interval> Overlaps(IReadOnlyList<Interval> caller, IReadOnlyList<Interval> agent)
    {
        var both = new List<Interval>();
        var (i, j) = (0, 0);
        while (i < caller.Count && j < agent.Count)
        {
            var part = new Interval(
                Math.Max(caller[i].StartMs, agent[j].StartMs), Math.Min(caller[i].EndMs, agent[j].EndMs));
            if (part.LengthMs > 0)
            {
                both.Add(part);
            }

            _ = caller[i].EndMs < agent[j].EndMs ? i++ : j++;
        }

        return both;
    }

    private static double Total(IEnumerable<Interval> intervals) => intervals.Sum(one => one.LengthMs);

    private static double Span(IReadOnlyList<Interval> caller, IReadOnlyList<Interval> agent)
    {
        var all = caller.Concat(agent).ToList();
        return all.Count == 0 ? 0 : all.Max(one => one.EndMs) - all.Min(one => one.StartMs);
    }
}

/// <summary>The measures of a talk.</summary>
public sealed record TalkMeasures
{
    public double DurationMs { get; init; }

    public double CallerTalkMs { get; init; }

    public double AgentTalkMs { get; init; }

    /// <summary>Talk of the agent divided by talk of both; absent when nobody spoke.</summary>
    public double? AgentTalkShare { get; init; }

    /// <summary>Between the first and the last speech, nobody speaking.</summary>
    public double SilenceMs { get; init; }

    public double LongestSilenceMs { get; init; }

    public double OverlapMs { get; init; }

    /// <summary>From the first to the last speech.</summary>
    public double SpokenMs { get; init; }

    public int CallerTurns { get; init; }

    public int AgentTurns { get; init; }

    public TalkEvidence Evidence { get; init; } = new();
}

/// <summary>What the measures rest on.</summary>
public sealed record TalkEvidence
{
    public IReadOnlyList<Interval> Caller { get; init; } = [];

    public IReadOnlyList<Interval> Agent { get; init; } = [];

    public IReadOnlyList<Interval> Silences { get; init; } = [];

    public IReadOnlyList<Interval> Overlaps { get; init; } = [];

    /// <summary>Speech of the caller that interrupted the agent.</summary>
    public IReadOnlyList<Interval> CallerInterruptions { get; init; } = [];

    /// <summary>Speech of the agent that interrupted the caller.</summary>
    public IReadOnlyList<Interval> AgentInterruptions { get; init; } = [];
}
