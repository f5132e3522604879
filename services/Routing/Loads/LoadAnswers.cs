namespace CallCenter.Routing.Loads;

/// <summary>What hard calls have left with an agent, as that agent sees it.</summary>
public sealed record AgentLoadAnswer
{
    /// <summary>Sum of what is left of the marked calls: weight · length · density, halved by age.</summary>
    public required double Load { get; init; }

    /// <summary>How long until half of it is gone.</summary>
    public required long HalfLifeMs { get; init; }

    /// <summary>How many of the last calls, without another between them, were hard.</summary>
    public required int InARow { get; init; }

    /// <summary>What it is made of; a mood is corrected at <c>PUT /assignments/{id}/mood</c>.</summary>
    public required IReadOnlyList<HardCallAnswer> Calls { get; init; }

    public required PauseAnswer Pause { get; init; }

    public static AgentLoadAnswer Of(
        AgentLoad load, IReadOnlyList<HardCall> calls, IReadOnlyList<AgentPause> pauses, LoadSettings settings,
        DateTimeOffset now) => new()
    {
        Load = Math.Round(load.Value, 3),
        HalfLifeMs = (long)settings.HalfLife.TotalMilliseconds,
        InARow = load.InARow,
        Calls =
        [
            .. calls.Select(call => new HardCallAnswer
            {
                AssignmentId = call.AssignmentId,
                CallId = call.CallId,
                Mood = call.Mood,
                AnsweredAt = call.AnsweredAt,
                Weight = LoadRules.Weight(call.Mood, settings),
                LengthFactor = Math.Round(LoadRules.Length(call, settings), 3),
                DensityFactor = Math.Round(LoadRules.Density(call, calls, pauses, settings), 3),
                Left = Math.Round(LoadRules.Left(call, calls, pauses, settings, now), 3),
            }),
        ],
        Pause = new PauseAnswer
        {
            Offered = PauseRules.Offered(load, pauses, settings, now),
            OfferedFrom = settings.PauseFrom,
            LengthMs = (long)settings.PauseTime.TotalMilliseconds,
            Left = PauseRules.Left(pauses, settings, now),
            UntilAt = PauseRules.Running(pauses, now)?.UntilAt,
        },
    };
}

/// <summary>A hard call of an agent.</summary>
public sealed record HardCallAnswer
{
    public required Guid AssignmentId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>abusive or angry; absent where the call was only expected to be hard.</summary>
    public string? Mood { get; init; }

    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>What its mood weighs.</summary>
    public required double Weight { get; init; }

    /// <summary>More than 1 for a long talk.</summary>
    public required double LengthFactor { get; init; }

    /// <summary>More than 1 for a call that came upon other marked ones, without a pause between.</summary>
    public required double DensityFactor { get; init; }

    /// <summary>What is left of all three together.</summary>
    public required double Left { get; init; }
}

/// <summary>The pause after hard calls.</summary>
public sealed record PauseAnswer
{
    /// <summary>Whether <c>POST /agents/{id}/pause</c> gives one now.</summary>
    public required bool Offered { get; init; }

    /// <summary>The load from which on it is.</summary>
    public required double OfferedFrom { get; init; }

    public required long LengthMs { get; init; }

    /// <summary>How many are left of those of a shift.</summary>
    public required int Left { get; init; }

    /// <summary>When the running one ends by itself.</summary>
    public DateTimeOffset? UntilAt { get; init; }
}

/// <summary>How many agents of a team at work should be relieved: never who.</summary>
public sealed record TeamLoadAnswer
{
    public required string Team { get; init; }

    public required int AtWork { get; init; }

    public required int ToRelieve { get; init; }
}

/// <summary>What the care for agents cost the calls of a queue.</summary>
public sealed record CareAnswer
{
    /// <summary>Answered calls that were expected to be hard or marked.</summary>
    public int HardCalls { get; init; }

    /// <summary>Waits of calls that were held beside idle agents who had had enough hard calls in a row.</summary>
    public int Held { get; init; }

    /// <summary>From when each was held until it got an agent, or ended, in all.</summary>
    public long TotalDelayMs { get; init; }

    /// <summary>The longest of them.</summary>
    public long MostDelayMs { get; init; }

    /// <summary>The most agents beside whom one call was held.</summary>
    public int MostAgentsAtCap { get; init; }

    /// <summary>T of the queue's service level, in milliseconds.</summary>
    public long WithinMs { get; init; }

    /// <summary>Held calls that were answered or abandoned after T, and within it but for the time held.</summary>
    public int PushedPastThreshold { get; init; }

    /// <summary>
    /// These, over the calls answered or abandoned in the span: what the care cost in service level; absent where there
    /// was none.
    /// </summary>
    public double? ServiceLevelCost { get; init; }
}

/// <summary>The mood of a caller.</summary>
public sealed record MoodRequest
{
    /// <summary>abusive or angry; null takes it back.</summary>
    public required string? Mood { get; init; }

    /// <summary>The first field that breaks a rule, and the rule.</summary>
    public static (string Field, string Rule)? Problem(string? mood) =>
        mood is null || Moods.All.Contains(mood) ? null : ("mood", "must be abusive or angry");
}
