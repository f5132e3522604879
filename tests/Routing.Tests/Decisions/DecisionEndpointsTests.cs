using System.Net;
using CallCenter.Hosting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Decisions;

[Collection(OverHttp.Name)]
public sealed class DecisionEndpointsTests(RoutingOverHttp over)
{
    private readonly HttpClient _administrator = over.Service.ClientOf(Roles.Administrator);

    [Fact]
    public async Task Another_plan_places_the_calls_that_wait_anew_and_the_winner_is_explained()
    {
        // A skill of its own: the other tests here share the database.
        var (queue, skills) = (Id(4_200), new[] { "placed" });
        await over.Centre.SaveAsync(Agent(4_201, 10, "placed") with { Status = "break" });
        await _administrator.PutAsync($"/queues/{queue}", new { name = "Placed", skills }).BodyAsync();
        await over.Centre.HearAsync(Facts.Queued(call: 4_300, at: -600, queueId: queue));
        await over.Centre.HearAsync(Facts.Queued(call: 4_301, at: 0, queueId: queue) with { Priority = 5 });
        Guid[] mine = [Id(4_300), Id(4_301)];
        var before = (await _administrator.AskAsync("/waiting").BodyAsync()).EnumerateArray()
            .Select(one => one.GetProperty("callId").GetGuid()).Where(mine.Contains);

        await _administrator.PutAsync(
            $"/queues/{queue}", new { name = "Placed", skills, plan = new { acceleration = 1 } }).BodyAsync();
        await over.Centre.SaveAsync(Agent(4_201, 10, "placed"));
        await over.Centre.MatchAsync(everyone: true);

        Assert.Equal([Id(4_301), Id(4_300)], before);
        var won = (await _administrator.AskAsync($"/calls/{Id(4_300)}/decisions").BodyAsync())[0];
        Assert.Equal("assigned", won.GetProperty("outcome").GetString());
        Assert.Equal(Id(4_201), won.GetProperty("agentId").GetGuid());
        Assert.Equal(
            Id(4_201), won.GetProperty("trace").GetProperty("candidates")[0].GetProperty("agentId").GetGuid());
        Assert.NotEqual(
            0, (await _administrator.AskAsync($"/agents/{Id(4_201)}/decisions").BodyAsync()).GetArrayLength());
    }

    [Fact]
    public async Task A_call_that_got_nobody_is_explained_at_the_door_and_after_it_left_by_itself()
    {
        var queue = Id(4_210);
        await over.Centre.HearAsync(Facts.Queued(call: 4_310, queueId: Id(4_299)));
        await over.Centre.SaveAsync(Queue("nobody-has-it") with { QueueId = queue, Name = "Shut", Open = false });
        await over.Centre.HearAsync(Facts.Queued(call: 4_311, queueId: queue));
        await over.Centre.SaveAsync(Queue("nobody-has-it") with { QueueId = queue, Name = "Open" });
        await over.Centre.HearAsync(Facts.Queued(call: 4_312, queueId: queue));
        await over.Centre.HearAsync(Facts.Ended(call: 4_312, at: 3));

        Assert.Equal(("refused", "unknown-queue", null), await OnlyAsync(4_310));
        Assert.Equal(("refused", "closed", "by-hand"), await OnlyAsync(4_311));
        var (outcome, reason, _) = await OnlyAsync(4_312);
        Assert.Equal(("abandoned", null), (outcome, reason));
    }

    private async Task<(string? Outcome, string? Reason, string? Detail)> OnlyAsync(int call)
    {
        var decided = (await _administrator.AskAsync($"/calls/{Id(call)}/decisions").BodyAsync()).EnumerateArray()
            .Last(one => one.GetProperty("outcome").GetString() != "nobody");
        string? Text(string name) => decided.TryGetProperty(name, out var value) ? value.GetString() : null;
        return (Text("outcome"), Text("reason"), Text("detail"));
    }

    [Fact]
    public async Task A_span_of_more_than_a_day_is_refused_and_agents_see_no_decisions()
    {
        Assert.Equal(
            "from: must be before \"to\" and at most a day earlier",
            await _administrator.AskAsync(
                $"/agents/{Id(1)}/decisions?from=2026-03-01T00:00:00Z&to=2026-03-03T00:00:00Z")
                .RefusalAsync(HttpStatusCode.BadRequest));
        using var agent = over.Service.ClientOfAgent(Id(1));
        await agent.AskAsync($"/calls/{Id(100)}/decisions").RefusalAsync(HttpStatusCode.Forbidden);
    }
}
