using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Hosting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Surges;

[Collection(OverHttp.Name)]
public sealed class SurgeOverHttpTests(RoutingOverHttp over) : IAsyncLifetime
{
    private readonly HttpClient _administrator = over.Service.ClientOf(Roles.Administrator);

    public async ValueTask InitializeAsync()
    {
        await over.Centre.SaveAsync(
            Agent(5_001, 10, "surge") with { Team = "surge-a", Status = "break" },
            Agent(5_002, 10, "surge") with { Team = "surge-b" });
        foreach (var queue in new[] { 5_101, 5_102, 5_103, 5_104 })
        {
            var surge = new { addTeams = new[] { "surge-b" }, offerCallback = true, limits = new { maxWaiting = 1 } };
            await _administrator.PutAsync($"/queues/{Id(queue)}", new
            {
                name = $"Surge {queue}",
                skills = new[] { "surge" },
                plan = queue >= 5_103
                    ? (object)new { }
                    : new { teams = new[] { "surge-a" }, surge },
            }).BodyAsync();
        }
    }

    public async ValueTask DisposeAsync() =>
        await _administrator.RemoveAsync("/surge").BodyAsync(HttpStatusCode.NoContent);

    [Fact]
    public async Task A_surge_is_on_by_one_call_helps_who_waits_and_is_off_by_itself()
    {
        var (centre, path) = (over.Centre, $"/queues/{Id(5_101)}");
        await centre.HearAsync(Facts.Queued(call: 5_200, queueId: Id(5_101)));
        Assert.Equal(0, await centre.MatchAsync());

        await _administrator.PostAsync($"{path}/surge", new { forMs = 60_000 }).BodyAsync();
        Assert.True(CallbackOffered(await _administrator.AskAsync("/waiting").BodyAsync()));
        Assert.Equal(1, await centre.MatchAsync());
        await centre.HearAsync(Facts.Queued(call: 5_201, queueId: Id(5_101)));

        Assert.Equal("full", (await centre.SaidAsync<CallNotRoutable>()).Single(one => one.CallId == Id(5_201)).Reason);
        Assert.Equal(0, await centre.EndSurgesAsync());
        centre.Clock.Move(61);
        Assert.Equal(1, await centre.EndSurgesAsync());

        Assert.False((await _administrator.AskAsync(path).BodyAsync()).TryGetProperty("surgeUntilAt", out var until)
            && until.ValueKind != System.Text.Json.JsonValueKind.Null);
        var said = (await centre.SaidAsync<QueueChanged>()).Where(one => one.QueueId == Id(5_101)).TakeLast(2);
        Assert.Equal([true, false], said.Select(one => one.SurgeUntilAt is not null));
        var kept = (await _administrator.AskAsync($"{path}/surges").BodyAsync())[0];
        Assert.NotEqual("", kept.GetProperty("startedBy").GetString());
        Assert.NotEqual(default, kept.GetProperty("endedAt").GetDateTimeOffset());
    }

    private static bool CallbackOffered(System.Text.Json.JsonElement waiting) => waiting.EnumerateArray()
        .Single(call => call.GetProperty("callId").GetGuid() == Id(5_200)).GetProperty("callbackOffered").GetBoolean();

    [Fact]
    public async Task A_surge_that_offers_callbacks_only_lets_nobody_wait_until_it_is_over()
    {
        var (centre, path) = (over.Centre, $"/queues/{Id(5_104)}");
        await _administrator.PutAsync(path, new
        {
            name = "Surge 5104", skills = new[] { "surge" }, plan = new { surge = new { callbackOnly = true } },
        }).BodyAsync();
        await _administrator.PostAsync($"{path}/surge", new { forMs = 60_000 }).BodyAsync();
        await centre.HearAsync(Facts.Queued(call: 5_210, queueId: Id(5_104)));
        Assert.Equal(
            "callback-only", (await centre.SaidAsync<CallNotRoutable>()).Single(one => one.CallId == Id(5_210)).Reason);

        await _administrator.RemoveAsync($"{path}/surge").BodyAsync(HttpStatusCode.NoContent);
        await centre.HearAsync(Facts.Queued(call: 5_211, queueId: Id(5_104)));
        Assert.DoesNotContain(await centre.SaidAsync<CallNotRoutable>(), one => one.CallId == Id(5_211));
        await centre.HearAsync(Facts.Ended(5_211));
    }

    [Fact]
    public async Task All_queues_that_are_prepared_go_on_together_and_by_hand_off_again()
    {
        var on = await _administrator.PostAsync("/surge", new { forMs = 3_600_000 }).BodyAsync();
        Assert.Equal([Id(5_101), Id(5_102)], on.EnumerateArray().Select(queue => queue.GetProperty("id").GetGuid()));
        Assert.Equal(
            "plan.surge: is on: switch it off before it is removed",
            await _administrator.PutAsync($"/queues/{Id(5_102)}", new { name = "Q", skills = new[] { "surge" } })
                .RefusalAsync(HttpStatusCode.BadRequest));

        await _administrator.RemoveAsync($"/queues/{Id(5_102)}/surge").BodyAsync(HttpStatusCode.NoContent);

        var ended = (await _administrator.AskAsync($"/queues/{Id(5_102)}/surges").BodyAsync())[0];
        Assert.Equal(ended.GetProperty("startedBy").GetString(), ended.GetProperty("endedBy").GetString());
    }

    [Fact]
    public async Task What_is_not_prepared_not_there_or_too_long_is_refused()
    {
        Guid[] named = [Id(5_101), Id(5_103)];
        Assert.Equal(
            "queues[1]: has no surge prepared",
            await _administrator.PostAsync("/surge", new { forMs = 60_000, queues = named })
                .RefusalAsync(HttpStatusCode.BadRequest));
        await _administrator.PostAsync($"/queues/{Id(5_103)}/surge", new { forMs = 60_000 })
            .RefusalAsync(HttpStatusCode.Conflict);
        await _administrator.PostAsync($"/queues/{Id(5_199)}/surge", new { forMs = 60_000 })
            .RefusalAsync(HttpStatusCode.NotFound);
        Assert.Equal(
            "forMs: must be 60000 to 604800000 (a week)",
            await _administrator.PostAsync($"/queues/{Id(5_101)}/surge", new { forMs = 1 })
                .RefusalAsync(HttpStatusCode.BadRequest));
        using var agent = over.Service.ClientOfAgent(Id(5_001));
        await agent.PostAsync("/surge", new { forMs = 60_000 }).RefusalAsync(HttpStatusCode.Forbidden);
    }
}
