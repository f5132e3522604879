namespace CallCenter.Routing.Queues;

/// <summary>How the work after a call of the queue ends.</summary>
public sealed record WrapUpPlan
{
    public const int LongestMs = 3_600_000;

    /// <summary>Half an hour: longer than any work after a call, shorter than a shift.</summary>
    public const int UsualMostMs = 1_800_000;

    /// <summary>The agent is free at once.</summary>
    public static readonly WrapUpPlan None = new() { Mode = WrapUpModes.None };

    /// <summary>One of <see cref="WrapUpModes"/>.</summary>
    public string Mode { get; init; } = WrapUpModes.Optional;

    /// <summary>How long it lasts by itself, in milliseconds.</summary>
    public int Ms { get; init; }

    /// <summary>The longest one with everything the agent asked for; of a mandatory one without disposition.</summary>
    public int MostMs { get; init; } = UsualMostMs;

    /// <summary>When it ends unless the agent does something about it.</summary>
    public TimeSpan Time => Mode switch
    {
        WrapUpModes.None => TimeSpan.Zero,
        WrapUpModes.Mandatory => Most,
        _ => TimeSpan.FromMilliseconds(Ms),
    };

    public TimeSpan Most => TimeSpan.FromMilliseconds(MostMs);

    public static WrapUpPlan Optional(TimeSpan time) => new() { Ms = (int)time.TotalMilliseconds };

    /// <summary>The first field that breaks a rule, and the rule.</summary>
    public (string Field, string Rule)? Problem() =>
        !WrapUpModes.All.Contains(Mode) ? ("wrapUpMode", $"must be one of {string.Join(", ", WrapUpModes.All)}")
        : Ms is < 0 or > LongestMs ? ("wrapUpMs", "must be 0 to 3600000")
        : MostMs is < 1_000 or > LongestMs ? ("wrapUpMostMs", "must be 1000 to 3600000")
        : Mode == WrapUpModes.Extended && MostMs < Ms ? ("wrapUpMostMs", "must be at least wrapUpMs")
        : null;
}

/// <summary>The ways in which the work after a call ends.</summary>
public static class WrapUpModes
{
    /// <summary>There is none.</summary>
    public const string None = "none";

    /// <summary>The agent ends it with a disposition, or its time does.</summary>
    public const string Optional = "optional";

    /// <summary>It lasts its time; a disposition is kept and frees nobody earlier.</summary>
    public const string Timed = "timed";

    /// <summary>Only a disposition ends it; a forgotten one ends after the most.</summary>
    public const string Mandatory = "mandatory";

    /// <summary>Timed, and the agent may ask for more, up to the most.</summary>
    public const string Extended = "extended";

    public static readonly IReadOnlyList<string> All = [None, Optional, Timed, Mandatory, Extended];
}
