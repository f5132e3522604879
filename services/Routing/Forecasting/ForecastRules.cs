namespace CallCenter.Routing.Forecasting;

/// <summary>
/// What is expected of a day: the mean of the same weekday of the weeks before, interval by interval, times a factor
/// of the day. Simple, and its error is measured beside it, so that whoever plans with it knows how far it was off.
/// </summary>
public static class ForecastRules
{
    /// <summary>Intervals of half an hour in a day.</summary>
    public const int Intervals = 48;

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    /// <summary>The mean of each interval; absent where there is no day to learn from.</summary>
    /// <param name="days">Calls of each interval of some days; one without a call was no day of work.</param>
    public static IReadOnlyList<double>? Mean(IEnumerable<IReadOnlyList<int>> days)
    {
        var worked = days.Where(day => day.Any(calls => calls > 0)).ToList();
        return worked.Count == 0
            ? null
            : [.. Enumerable.Range(0, Intervals).Select(i => worked.Average(day => day[i]))];
    }

    /// <summary>What a day that has begun is beside what was expected so far; absent where too little was.</summary>
    /// <param name="expected">By interval.</param>
    /// <param name="observed">By interval.</param>
    /// <param name="over">How many intervals are over.</param>
    public static double? Factor(IReadOnlyList<double> expected, IReadOnlyList<int> observed, int over) =>
        expected.Take(over).Sum() is >= 30 and var soFar ? observed.Take(over).Sum() / soFar : null;

    /// <summary>
    /// How far off the same forecast would have been on each of the last days, from the days before it only.
    /// </summary>
    /// <param name="days">The latest first: what happened.</param>
    /// <param name="weeks">How many days a forecast learns from.</param>
    public static ForecastError? Error(IReadOnlyList<IReadOnlyList<int>> days, int weeks)
    {
        var (count, calls, off, bias, lastOff) = (0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < Math.Min(weeks, days.Count - 1); i++)
        {
            var (day, before) = (days[i], days[i + 1]);
            if (day.Sum() == 0 || before.Sum() == 0 || Mean(days.Skip(i + 1).Take(weeks)) is not { } expected)
            {
                continue;
            }

            count++;
            calls += day.Sum();
            off += day.Zip(expected, (was, said) => Math.Abs(said - was)).Sum();
            bias += expected.Sum() - day.Sum();
            lastOff += day.Zip(before, (was, week) => Math.Abs((double)week - was)).Sum();
        }

        return count == 0 ? null : new ForecastError
        {
            Days = count, Share = off / calls, Bias = bias / calls, ShareOfLastWeek = lastOff / calls,
        };
    }
}

/// <summary>How far forecasts were off, measured against what happened.</summary>
public sealed record ForecastError
{
    /// <summary>Over so many days.</summary>
    public required int Days { get; init; }

    /// <summary>Sum of the differences of all intervals over all calls: 0.2 is a fifth off.</summary>
    public required double Share { get; init; }

    /// <summary>The same with signs: above 0 where too many calls were expected.</summary>
    public required double Bias { get; init; }

    /// <summary>What "as a week before" would have been off by: a forecast must do better to be worth it.</summary>
    public required double ShareOfLastWeek { get; init; }
}
