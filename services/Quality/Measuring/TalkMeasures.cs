namespace CallCenter.Quality.Measuring;

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

    /// <summary>From the first to the last speech, without what is excluded.</summary>
    public double SpokenMs { get; init; }

    /// <summary>On hold or not recorded: no part of any other measure but the duration.</summary>
    public double ExcludedMs { get; init; }

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

    /// <summary>When the caller was on hold or the recording paused.</summary>
    public IReadOnlyList<Interval> Excluded { get; init; } = [];

    /// <summary>Speech of the caller that interrupted the agent.</summary>
    public IReadOnlyList<Interval> CallerInterruptions { get; init; } = [];

    /// <summary>Speech of the agent that interrupted the caller.</summary>
    public IReadOnlyList<Interval> AgentInterruptions { get; init; } = [];
}
