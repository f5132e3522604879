namespace CallCenter.Routing.Forecasting;

/// <summary>What is expected of a day in a queue, and how many agents that needs.</summary>
public sealed record ForecastAnswer
{
    public required Guid QueueId { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>Whose midnight the day begins at: that of the queue's hours, else UTC.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The days that the forecast learnt from: those of them on which calls came.</summary>
    public required IReadOnlyList<DateOnly> LearntFrom { get; init; }

    /// <summary>What their mean was multiplied by: as asked, or what today has been so far; 1 without either.</summary>
    public required double Factor { get; init; }

    /// <summary>How far the same forecast was off on earlier days, without a factor; absent without any.</summary>
    public ForecastError? Error { get; init; }

    /// <summary>Mean talk and wrap-up of the weeks that it learnt from.</summary>
    public required long HandlingMs { get; init; }

    /// <summary>Wanted: so many percent answered within so long.</summary>
    public required int Percent { get; init; }

    public required long WithinMs { get; init; }

    /// <summary>By half hours.</summary>
    public required IReadOnlyList<ForecastInterval> Intervals { get; init; }
}

/// <summary>Half an hour of a forecast.</summary>
public sealed record ForecastInterval
{
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Calls expected.</summary>
    public required double Calls { get; init; }

    /// <summary>Agents needed, all of them at work and none on a break.</summary>
    public required int Agents { get; init; }

    /// <summary>Calls that came, where the half hour is over.</summary>
    public int? Came { get; init; }
}
