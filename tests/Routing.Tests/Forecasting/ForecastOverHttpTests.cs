using System.Net;
using CallCenter.Hosting;
using Dapper;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Forecasting;

[Collection(OverHttp.Name)]
public sealed class ForecastOverHttpTests(RoutingOverHttp over)
{
    private readonly HttpClient _analyst = over.Service.ClientOf(Roles.Analyst);

    [Fact]
    public async Task A_day_is_forecast_from_its_weekday_in_the_queues_own_time_with_agents_and_error()
    {
        var queue = Id(9_800);
        using var lead = over.Service.ClientOf(Roles.Supervisor);
        await lead.PutAsync($"/queues/{queue}", new
        {
            name = "Forecast", open = false,
            plan = new
            {
                target = new { percent = 80, withinMs = 20_000 },
                hours = new
                {
                    timeZone = "Asia/Shanghai", week = new { monday = new[] { new { from = "00:00", to = "24:00" } } },
                },
            },
        }).BodyAsync();
        // Mondays from 08:00 there (midnight UTC): 100 calls in half an hour, 80 the week before, of 180 s each.
        foreach (var (week, calls) in new[] { (1, 120), (2, 80) })
        {
            await AddAsync(queue, Noon.AddHours(-12).AddDays(-7 * week), calls);
        }

        var today = DateOnly.FromDateTime(over.Centre.Clock.GetUtcNow().UtcDateTime.AddHours(8));
        var monday = today.AddDays(((int)DayOfWeek.Monday - (int)today.DayOfWeek + 7) % 7);
        var forecast = await _analyst.AskAsync(
            $"/queues/{queue}/forecast?day={monday:yyyy-MM-dd}&weeks=4&factor=1").BodyAsync();

        Assert.Equal(("Asia/Shanghai", 180_000), (
            forecast.GetProperty("timeZone").GetString(), forecast.GetProperty("handlingMs").GetInt32()));
        Assert.Equal(2, forecast.GetProperty("learntFrom").GetArrayLength());
        var eight = forecast.GetProperty("intervals")[16];
        Assert.Equal(0, eight.GetProperty("startsAt").GetDateTimeOffset().Hour);
        Assert.Equal((100, 14), (eight.GetProperty("calls").GetDouble(), eight.GetProperty("agents").GetInt32()));
        Assert.Equal(0, forecast.GetProperty("intervals")[15].GetProperty("agents").GetInt32());
        // The week before last would have said 80 where 120 came.
        var error = forecast.GetProperty("error");
        Assert.Equal((1, 40 / 120.0), (error.GetProperty("days").GetInt32(), error.GetProperty("share").GetDouble()));

        var peak = await _analyst.AskAsync($"/queues/{queue}/forecast?day={monday:yyyy-MM-dd}&factor=2").BodyAsync();
        Assert.Equal(200, peak.GetProperty("intervals")[16].GetProperty("calls").GetDouble());
        Assert.Equal(
            "No calls were served on this weekday in the last 4 weeks.",
            await _analyst.AskAsync($"/queues/{queue}/forecast?day={monday.AddDays(1):yyyy-MM-dd}")
                .RefusalAsync(HttpStatusCode.Conflict));
        Assert.Equal(
            "factor: must be above 0 and at most 20",
            await _analyst.AskAsync($"/queues/{queue}/forecast?factor=0").RefusalAsync(HttpStatusCode.BadRequest));
        Assert.Equal(
            "day: must be today or at most 60 days later",
            await _analyst.AskAsync($"/queues/{queue}/forecast?day=2026-01-01")
                .RefusalAsync(HttpStatusCode.BadRequest));
        using var agent = over.Service.ClientOfAgent(Id(9_801));
        await agent.AskAsync($"/queues/{queue}/forecast").RefusalAsync(HttpStatusCode.Forbidden);
    }

    private async Task AddAsync(Guid queue, DateTimeOffset at, int calls)
    {
        await using var connection = await over.Centre.Database.OpenConnectionAsync(
            TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(
            """
            insert into figure_visit (call_id, queue_id, queued_at, answered_at, left_at, outcome, wait_ms)
            select gen_random_uuid(), @queue, @at, @at, @at, 'answered', 0 from generate_series(1, @calls);
            insert into figure_offer (assignment_id, call_id, agent_id, queue_id, answered_at, talk_ms, finished_at,
              wrap_up_ms, outcome, decided_at)
            select gen_random_uuid(), gen_random_uuid(), @queue, @queue, @at, 150000, @at, 30000, 'answered', @at
            from generate_series(1, @calls)
            """,
            new { queue, at, calls });
    }
}
