using System.Net;
using System.Text.Json;
using CallCenter.Contracts.Routing;
using CallCenter.Hosting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Queues;

[Collection(OverHttp.Name)]
public sealed class QueueEndpointsTests(RoutingOverHttp over) : IAsyncLifetime
{
    private readonly HttpClient _administrator = over.Service.ClientOf(Roles.Administrator);

    public async ValueTask InitializeAsync() => await over.Centre.SaveAsync(
        Agent(310, 10, "en", "zh") with { Team = "queues-a", Site = "queues-x", Status = "break" },
        Agent(311, 10, "queues-fr") with { Team = "queues-b", Status = "break" });

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_queue_has_the_times_of_the_settings_unless_it_names_its_own()
    {
        await _administrator.PutAsync($"/queues/{Id(301)}", new { name = "Sales" }).BodyAsync();
        await _administrator.PutAsync($"/queues/{Id(302)}", new { name = "Care", ringMs = 9000, wrapUpMs = 0 })
            .BodyAsync();

        var sales = await _administrator.AskAsync($"/queues/{Id(301)}").BodyAsync();
        var care = await _administrator.AskAsync($"/queues/{Id(302)}").BodyAsync();
        Assert.Equal((20_000, 60_000), Times(sales));
        Assert.Equal((9_000, 0), Times(care));
        Assert.True(sales.GetProperty("open").GetBoolean());
    }

    private static (int RingMs, int WrapUpMs) Times(JsonElement queue) =>
        (queue.GetProperty("ringMs").GetInt32(), queue.GetProperty("wrapUpMs").GetInt32());

    [Fact]
    public async Task A_change_is_said_and_no_change_is_not()
    {
        var body = new { name = "Support", skills = new[] { "zh", "en" }, open = true };
        await _administrator.PutAsync($"/queues/{Id(303)}", body).BodyAsync();
        await _administrator.PutAsync($"/queues/{Id(303)}", body).BodyAsync();
        await _administrator.PutAsync($"/queues/{Id(303)}", new { name = "Support", open = false }).BodyAsync();

        var said = (await over.Centre.SaidAsync<QueueChanged>()).Where(one => one.QueueId == Id(303));
        Assert.Equal([true, false], said.Select(one => one.Open));
    }

    [Theory]
    [InlineData("""{"name":"Q","ringMs":10}""", "ringMs: must be 1000 to 120000")]
    [InlineData("""{"name":"Q","wrapUpMs":-1}""", "wrapUpMs: must be 0 to 3600000")]
    [InlineData("""{"name":"Q","open":"yes"}""", "open: must be true or false")]
    [InlineData("""{}""", "name: is required")]
    public async Task A_body_that_breaks_a_rule_is_told_which(string body, string refusal) =>
        Assert.Equal(
            refusal,
            await _administrator.PutTextAsync($"/queues/{Id(304)}", body).RefusalAsync(HttpStatusCode.BadRequest));

    [Theory]
    [InlineData("""{"name":"Q","skills":["queues-it"]}""", "skills: no agent has them all at the wanted levels")]
    [InlineData(
        """{"name":"Q","skills":["queues-fr"],"plan":{"levels":{"queues-fr":4}}}""",
        "skills: no agent has them all at the wanted levels")]
    [InlineData(
        """{"name":"Q","skills":["queues-fr"],"plan":{"teams":["queues-a"]}}""",
        "plan.teams: nobody of them has the skills of the queue")]
    [InlineData(
        """{"name":"Q","skills":["queues-fr"],"plan":{"sites":["queues-x"]}}""",
        "plan.sites: nobody there has the skills of the queue and is of its teams")]
    public async Task An_open_queue_that_nobody_could_serve_is_refused_and_a_closed_one_is_saved(
        string body, string refusal)
    {
        Assert.Equal(
            refusal,
            await _administrator.PutTextAsync($"/queues/{Id(306)}", body).RefusalAsync(HttpStatusCode.BadRequest));

        var closed = body.Replace("{\"name\"", "{\"open\":false,\"name\"", StringComparison.Ordinal);
        await _administrator.PutTextAsync($"/queues/{Id(306)}", closed).BodyAsync();
    }

    [Fact]
    public async Task A_queue_that_a_later_step_opens_to_somebody_is_saved() =>
        await _administrator.PutTextAsync(
            $"/queues/{Id(307)}",
            """{"name":"Q","skills":["queues-it"],"plan":{"steps":[{"afterMs":9000,"drop":["queues-it"]}]}}""")
            .BodyAsync();

    [Fact]
    public async Task A_queue_tells_whether_its_hours_are_open_and_when_they_will_be()
    {
        // Noon of a Monday, moved on by other tests by seconds at most.
        var path = $"/queues/{Id(308)}";
        await _administrator.PutTextAsync(path, """
            {"name":"Q","skills":["en"],"plan":{"hours":{"timeZone":"Asia/Shanghai","week":
            {"monday":[{"from":"08:30","to":"12:00"}],"tuesday":[{"from":"08:30","to":"12:00"}]},
            "exceptions":[{"date":"2026-03-03","open":[{"from":"10:00","to":"24:00"}]}]}}}
            """).BodyAsync();

        var queue = await _administrator.AskAsync(path).BodyAsync();

        Assert.False(queue.GetProperty("openNow").GetBoolean());
        Assert.Equal(
            new DateTimeOffset(2026, 3, 3, 2, 0, 0, TimeSpan.Zero), queue.GetProperty("opensAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Agents_see_queues_and_change_none()
    {
        using var agent = over.Service.ClientOfAgent(Id(1));

        await agent.AskAsync("/queues").BodyAsync();
        await agent.PutAsync($"/queues/{Id(305)}", new { name = "Mine" }).RefusalAsync(HttpStatusCode.Forbidden);
        await agent.AskAsync($"/queues/{Id(399)}").RefusalAsync(HttpStatusCode.NotFound);
    }
}
