using CallCenter.Routing.Agents;

namespace CallCenter.Routing.Queues;

/// <summary>What an administrator says of a queue.</summary>
public sealed record QueueRequest
{
    private const int LongestRingMs = 120_000;

    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Skills that its agents must have: at most 50 words of 1 to 50 characters.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>Whether it takes calls; true when absent.</summary>
    public bool Open { get; init; } = true;

    /// <summary>How long an agent is rung: 1,000 to 120,000 ms.</summary>
    public int? RingMs { get; init; }

    /// <summary>The longest wrap-up: 0 to 3,600,000 ms.</summary>
    public int? WrapUpMs { get; init; }

    /// <summary>none, optional, timed, mandatory or extended: how the work after a call ends.</summary>
    public string WrapUpMode { get; init; } = WrapUpModes.Optional;

    /// <summary>
    /// The longest wrap-up that is extended, and of a mandatory one without disposition: 1,000 to 3,600,000 ms, half an
    /// hour when absent.
    /// </summary>
    public int WrapUpMostMs { get; init; } = WrapUpPlan.UsualMostMs;

    /// <summary>How its calls find their agents; the defaults when absent.</summary>
    public QueuePlan Plan { get; init; } = QueuePlan.Default;

    /// <summary>The queue that is meant; a surge that is on stays on.</summary>
    public Queue Described(Guid queueId, Queue? earlier, RoutingOptions defaults, DateTimeOffset now) => new()
    {
        QueueId = queueId,
        Name = Name,
        Skills = SkillNames.Normal(Skills),
        Open = Open,
        RingMs = RingMs ?? (int)defaults.RingTime.TotalMilliseconds,
        WrapUpMs = WrapUpMs ?? (int)defaults.WrapUpTime.TotalMilliseconds,
        WrapUpMode = WrapUpMode,
        WrapUpMostMs = WrapUpMostMs,
        Plan = Plan,
        SurgeUntilAt = earlier?.SurgeUntilAt,
        ChangedAt = now,
    };

    /// <summary>The first field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem() =>
        string.IsNullOrWhiteSpace(Name) || Name.Length > 100 ? ("name", "must have 1 to 100 characters")
        : RingMs is < 1_000 or > LongestRingMs ? ("ringMs", "must be 1000 to 120000")
        : new WrapUpPlan { Mode = WrapUpMode, Ms = WrapUpMs ?? 0, MostMs = WrapUpMostMs }.Problem()
            ?? SkillNames.Problem(Skills);
}

/// <summary>A queue as shown.</summary>
public sealed record QueueAnswer
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Skills { get; init; }

    public required bool Open { get; init; }

    public required int RingMs { get; init; }

    public required int WrapUpMs { get; init; }

    public required string WrapUpMode { get; init; }

    public required int WrapUpMostMs { get; init; }

    public required QueuePlan Plan { get; init; }

    /// <summary>Whether it takes calls now: by hand and by its hours.</summary>
    public required bool OpenNow { get; init; }

    /// <summary>When its hours open it again; absent while it is open or closed by hand.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>Until when its surge is on; absent: it is off.</summary>
    public DateTimeOffset? SurgeUntilAt { get; init; }

    public static QueueAnswer Of(Queue queue, DateTimeOffset now) => new()
    {
        Id = queue.QueueId,
        Name = queue.Name,
        Skills = queue.Skills,
        Open = queue.Open,
        RingMs = queue.RingMs,
        WrapUpMs = queue.WrapUpMs,
        WrapUpMode = queue.WrapUpMode,
        WrapUpMostMs = queue.WrapUpMostMs,
        Plan = queue.Plan,
        OpenNow = queue.IsOpenAt(now),
        OpensAt = queue.IsOpenAt(now) || !queue.Open ? null : HoursRules.NextOpening(queue.Plan.Hours!, now),
        SurgeUntilAt = queue.SurgeUntilAt > now ? queue.SurgeUntilAt : null,
    };
}
