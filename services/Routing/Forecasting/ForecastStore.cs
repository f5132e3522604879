using Dapper;
using Npgsql;

namespace CallCenter.Routing.Forecasting;

/// <summary>What forecasts are made of, from the rows of the figures.</summary>
public static class ForecastStore
{
    /// <summary>The calls that came to a queue on each of some days, by half hours, in the order of the days.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<int>>> DaysAsync(
        NpgsqlConnection connection, Guid queueId, IReadOnlyList<DateTimeOffset> starts,
        CancellationToken cancellation)
    {
        var counts = await connection.QueryAsync<(int Day, int Interval, int Calls)>(new CommandDefinition(
            """
            select day::int, floor(extract(epoch from v.queued_at - start_at) / 1800)::int, count(*)::int
            from unnest(@starts) with ordinality as d (start_at, day)
            join figure_visit v on v.queued_at >= start_at and v.queued_at < start_at + interval '24 hours'
            where v.queue_id = @queueId and v.outcome is distinct from 'not-routable' and v.callback_id is null
            group by 1, 2
            """,
            new { queueId, starts = starts.ToArray() }, commandTimeout: 60, cancellationToken: cancellation));
        var days = starts.Select(_ => new int[ForecastRules.Intervals]).ToList();
        foreach (var (day, interval, calls) in counts)
        {
            days[day - 1][interval] = calls;
        }

        return days;
    }

    /// <summary>Mean talk and wrap-up of a queue's calls, in milliseconds; null where none was finished.</summary>
    public static Task<double?> HandlingMsAsync(
        NpgsqlConnection connection, Guid queueId, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<double?>(new CommandDefinition(
            """
            select avg(coalesce(talk_ms, 0) + coalesce(wrap_up_ms, 0))::float8 from figure_offer
            where finished_at >= @from and finished_at < @to and queue_id = @queueId and outcome = 'answered'
            """,
            new { queueId, from, to }, commandTimeout: 60, cancellationToken: cancellation));
}
