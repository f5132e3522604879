namespace CallCenter.Routing.Queues;

/// <summary>What limits, target and announcements may say: the first place that breaks a rule, and the rule.</summary>
public static class LimitsPlanRules
{
    private const int HourMs = 3_600_000;
    private const int DayMs = 24 * HourMs;
    private const int MostSounds = 10;
    private const int LongestSound = 100;

    public static (string Field, string Rule)? Problem(string place, QueueLimits limits) =>
        limits.MaxWaiting is < 1 or > 100_000 ? ($"{place}.maxWaiting", "must be 1 to 100000")
        : limits.MaxWaitMs is < 1_000 or > DayMs ? ($"{place}.maxWaitMs", "must be 1000 to 86400000")
        : null;

    public static (string Field, string Rule)? Problem(ServiceTarget target) =>
        target.Percent is < 1 or > 100 ? ("plan.target.percent", "must be 1 to 100")
        : target.WithinMs is < 1_000 or > HourMs ? ("plan.target.withinMs", "must be 1000 to 3600000")
        : target.ShortAbandonMs is < 0 or > 60_000 ? ("plan.target.shortAbandonMs", "must be 0 to 60000")
        : null;

    public static (string Field, string Rule)? Problem(string place, Announcements told) =>
        told.FirstAfterMs is < 0 or > 600_000 ? ($"{place}.firstAfterMs", "must be 0 to 600000")
        : told.EveryMs is < 5_000 or > HourMs ? ($"{place}.everyMs", "must be 5000 to 3600000")
        : told is { Sounds.Count: 0, Position: false, EstimatedWait: false } ? (place, "must tell something")
        : told.Sounds.Count > MostSounds ? ($"{place}.sounds", $"must be at most {MostSounds}")
        : SoundProblem(place, told.Sounds);

    private static (string, string)? SoundProblem(string place, IReadOnlyList<string> sounds)
    {
        for (var i = 0; i < sounds.Count; i++)
        {
            if (sounds[i] is not { Length: >= 1 and <= LongestSound } sound || !sound.All(Allowed)
                || sound.Contains("..", StringComparison.Ordinal))
            {
                return ($"{place}.sounds[{i}]", "must be the name of a sound such as callcenter/please-hold");
            }
        }

        return null;
    }

    private static bool Allowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.';
}
