namespace CallCenter.Routing.Loads;

/// <summary>What the load of an agent is made of.</summary>
public sealed record LoadSettings
{
    private const int HalfLivesRemembered = 10;

    public double AngryWeight { get; init; }

    public double AbusiveWeight { get; init; }

    public TimeSpan HalfLife { get; init; }

    public TimeSpan CallerHalfLife { get; init; }

    public TimeSpan RowTime { get; init; }

    public TimeSpan LongTalk { get; init; }

    public double LongFactor { get; init; }

    public int DenseCalls { get; init; }

    public double DenseFactor { get; init; }

    public double PauseFrom { get; init; }

    public TimeSpan PauseTime { get; init; }

    public int PausesPerShift { get; init; }

    public TimeSpan ShiftTime { get; init; }

    /// <summary>Calls older than this count for nothing: less than a thousandth of their weight is left.</summary>
    public TimeSpan Memory => new[] { HalfLife * HalfLivesRemembered, RowTime, ShiftTime }.Max();
}
