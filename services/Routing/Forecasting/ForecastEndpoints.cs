using CallCenter.Hosting;
using CallCenter.Routing.Queues;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Forecasting;

public static class ForecastEndpoints
{
    private const int UsualWeeks = 4;
    private const int UsualPercent = 80;
    private const int MostDaysAhead = 60;

    public static void MapForecastEndpoints(this IEndpointRouteBuilder app) =>
        app.MapGet("/queues/{id:guid}/forecast", GetAsync)
            .RequireRoles(Roles.Supervisor, Roles.Analyst, Roles.Administrator)
            .WithName("GetForecast")
            .WithSummary("Calls expected of a day by half hours, the agents they need, and the error so far.")
            .Produces<ForecastAnswer>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> GetAsync(
        Guid id, DateOnly? day, double? factor, int? weeks, NpgsqlDataSource database, TimeProvider time,
        IOptions<RoutingOptions> options, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await QueueStore.FindAsync(connection, id, cancellation) is not { } queue)
        {
            return Problems.NotFound("queue", id);
        }

        var zone = queue.Plan.Hours is { } hours
            ? TimeZoneInfo.FindSystemTimeZoneById(hours.TimeZone)
            : TimeZoneInfo.Utc;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var (wanted, learnt) = (day ?? today, weeks ?? UsualWeeks);
        if (Problem(wanted, today, factor, learnt) is var (field, rule))
        {
            return Problems.Invalid(field, rule);
        }

        // The same weekday that is over already, the latest first; twice as many, so that the error can be measured.
        var past = Enumerable.Range(1, MostDaysAhead).Select(week => wanted.AddDays(-7 * week))
            .Where(one => one < today).Take(2 * learnt).ToList();
        var days = await ForecastStore.DaysAsync(
            connection, id, [.. past.Prepend(wanted).Select(one => StartOf(one, zone))], cancellation);
        var (came, history) = (days[0], days.Skip(1).ToList());
        var handlingMs = await ForecastStore.HandlingMsAsync(
            connection, id, StartOf(past[learnt - 1], zone), StartOf(past[0].AddDays(1), zone), cancellation);
        if (ForecastRules.Mean(history.Take(learnt)) is not { } mean || handlingMs is not { } handling)
        {
            return Problems.Conflict($"No calls were served on this weekday in the last {learnt} weeks.");
        }

        var (start, target) = (StartOf(wanted, zone), queue.Plan.Target);
        var over = (int)Math.Clamp((now - start) / ForecastRules.Interval, 0, ForecastRules.Intervals);
        var times = factor ?? (wanted == today ? ForecastRules.Factor(mean, came, over) : null) ?? 1;
        var percent = target?.Percent ?? UsualPercent;
        var within = target?.WithinMs ?? (long)options.Value.ServiceLevelTime.TotalMilliseconds;
        return TypedResults.Ok(new ForecastAnswer
        {
            QueueId = id,
            Day = wanted,
            TimeZone = zone.Id,
            LearntFrom = [.. past.Take(learnt).Where((_, i) => history[i].Sum() > 0)],
            Factor = Math.Round(times, 3),
            Error = ForecastRules.Error(history, learnt),
            HandlingMs = (long)handling,
            Percent = percent,
            WithinMs = within,
            Intervals =
            [
                .. mean.Select((calls, i) => new ForecastInterval
                {
                    StartsAt = start + (i * ForecastRules.Interval),
                    Calls = Math.Round(calls * times, 1),
                    Agents = ErlangRules.Agents(
                        calls * times * handling / ForecastRules.Interval.TotalMilliseconds, percent / 100.0,
                        TimeSpan.FromMilliseconds(within), TimeSpan.FromMilliseconds(handling)),
                    Came = i < over ? came[i] : null,
                }),
            ],
        });
    }

    private static (string Field, string Rule)? Problem(DateOnly day, DateOnly today, double? factor, int weeks) =>
        day < today || day > today.AddDays(MostDaysAhead)
            ? ("day", $"must be today or at most {MostDaysAhead} days later")
        : factor is not (null or (> 0 and <= 20)) ? ("factor", "must be above 0 and at most 20")
        : weeks is < 1 or > 12 ? ("weeks", "must be 1 to 12")
        : null;

    /// <summary>Midnight there; where the clock skips it, the first instant of the day.</summary>
    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(30);
        }

        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
