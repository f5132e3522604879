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

    /// <summary>
    /// The measures of what is outside the excluded parts (the caller on hold, the recording paused): nobody's speech
    /// and nobody's silence in them counts.
    /// </summary>
    public static TalkMeasures Measure(
        IReadOnlyList<Interval> callerSpeech, IReadOnlyList<Interval> agentSpeech, double durationMs,
        IReadOnlyList<Interval>? excluding = null)
    {
        var excluded = Union(excluding ?? [], durationMs);
        var caller = Without(callerSpeech, excluded);
        var agent = Without(agentSpeech, excluded);
        var silences = Without(Silences(caller, agent), excluded);
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
            SpokenMs = Span(caller, agent, excluded),
            ExcludedMs = Total(excluded),
            CallerTurns = caller.Count(one => !BackChannel(one, agent)),
            AgentTurns = agent.Count(one => !BackChannel(one, caller)),
            Evidence = new TalkEvidence
            {
                Caller = caller,
                Agent = agent,
                Silences = silences,
                Overlaps = overlaps,
                Excluded = excluded,
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

    private static double Span(
        IReadOnlyList<Interval> caller, IReadOnlyList<Interval> agent, IReadOnlyList<Interval> excluded)
    {
        var all = caller.Concat(agent).ToList();
        if (all.Count == 0)
        {
            return 0;
        }

        var span = new Interval(all.Min(one => one.StartMs), all.Max(one => one.EndMs));
        return span.LengthMs - excluded.Sum(span.OverlapMs);
    }

    /// <summary>The same parts in order and apart, none beyond the recording.</summary>
    private static List<Interval> Union(IReadOnlyList<Interval> parts, double durationMs)
    {
        var union = new List<Interval>();
        foreach (var part in parts
            .Select(one => new Interval(Math.Max(0, one.StartMs), Math.Min(one.EndMs, durationMs)))
            .Where(one => one.LengthMs > 0)
            .OrderBy(one => one.StartMs))
        {
            if (union.Count > 0 && part.StartMs <= union[^1].EndMs)
            {
                union[^1] = new Interval(union[^1].StartMs, Math.Max(union[^1].EndMs, part.EndMs));
            }
            else
            {
                union.Add(part);
            }
        }

        return union;
    }

    /// <summary>What is left of the intervals outside the parts, which are in order and apart.</summary>
    private static IReadOnlyList<Interval> Without(IReadOnlyList<Interval> intervals, List<Interval> parts)
    {
        if (parts.Count == 0)
        {
            return intervals;
        }

        var left = new List<Interval>();
        foreach (var interval in intervals)
        {
            var from = interval.StartMs;
            foreach (var part in parts.Where(part => part.OverlapMs(interval) > 0))
            {
                if (part.StartMs > from)
                {
                    left.Add(new Interval(from, part.StartMs));
                }

                from = part.EndMs;
            }

            if (interval.EndMs > from)
            {
                left.Add(new Interval(from, interval.EndMs));
            }
        }

        return left;
    }
}
