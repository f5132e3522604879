namespace CallCenter.Routing.Queues;

/// <summary>
/// When a queue is open, by the clock on the wall of its time zone. A day that is not named is closed. A queue takes
/// calls when its hours and its own <c>open</c> say so.
/// </summary>
public sealed record QueueHours
{
    /// <summary>IANA id, such as Europe/London or Asia/Shanghai.</summary>
    public required string TimeZone { get; init; }

    /// <summary>monday to sunday, each with its intervals.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<OpenInterval>> Week { get; init; } =
        new Dictionary<string, IReadOnlyList<OpenInterval>>();

    /// <summary>Local dates (2026-12-25) on which it is closed all day.</summary>
    public IReadOnlyList<string> Holidays { get; init; } = [];

    /// <summary>Local dates with intervals of their own instead of those of their weekday.</summary>
    public IReadOnlyList<ExceptionalDay> Exceptions { get; init; } = [];
}

/// <summary>
/// From a time of the day until before another, "09:00" to "17:30"; the end of the day is "24:00". It does not cross
/// midnight: a night is two intervals.
/// </summary>
public sealed record OpenInterval
{
    public required string From { get; init; }

    public required string To { get; init; }
}

/// <summary>A day unlike its weekday: a make-up working day, an early close.</summary>
public sealed record ExceptionalDay
{
    /// <summary>Local date (2026-12-24).</summary>
    public required string Date { get; init; }

    /// <summary>When it is open; never on that day when empty.</summary>
    public IReadOnlyList<OpenInterval> Open { get; init; } = [];
}
