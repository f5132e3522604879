using System.Net;
using System.Text.Json;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Routing.Agents;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Agents;

[Collection(OverHttp.Name)]
public sealed class StatusOverHttpTests(RoutingOverHttp over)
{
    private readonly HttpClient _supervisor = over.Service.ClientOf(Roles.Supervisor);

    private static string? Text(JsonElement agent, string name) =>
        agent.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>An available agent with their phone, alone in a queue of their own whose wrap-up is as told.</summary>
    private async Task<(HttpClient Agent, string Path, Guid Queue)> AtWorkAsync(int number, object? wrapUp = null)
    {
        var skills = new[] { $"only-{number}" };
        var queue = Id(number + 10_000);
        await _supervisor.PutAsync($"/agents/{Id(number)}", new { number = $"{number}", name = "A", skills })
            .BodyAsync();
        await _supervisor.PutAsync($"/queues/{queue}", wrapUp ?? new { name = "Q", skills }).BodyAsync();
        var agent = over.Service.ClientOfAgent(Id(number));
        await agent.PutAsync($"/agents/{Id(number)}/status", new { status = "available" }).BodyAsync();
        await over.Centre.HearAsync(new AgentPhoneOnline { AgentId = Id(number), OnlineAt = Noon });
        return (agent, $"/agents/{Id(number)}", queue);
    }

    private async Task<Guid> AssignedAsync(int call, Guid queue)
    {
        await over.Centre.HearAsync(Facts.Queued(call, queueId: queue));
        Assert.Equal(1, await over.Centre.MatchAsync());
        return (await over.Centre.SaidAsync<CallAssigned>()).Single(said => said.CallId == Id(call)).AssignmentId;
    }

    [Fact]
    public async Task Who_set_a_status_is_said_with_it()
    {
        var (agent, path, queue) = await AtWorkAsync(620);
        await _supervisor.PutAsync($"{path}/status", new { status = "break" }).BodyAsync();
        await agent.PutAsync($"{path}/status", new { status = "available" }).BodyAsync();
        await AssignedAsync(6_200, queue);

        var said = (await over.Centre.SaidAsync<AgentActivityChanged>()).Where(one => one.AgentId == Id(620));

        Assert.Equal(
            ["available agent", "break supervisor", "available agent", "available routing"],
            said.Select(one => $"{one.Status} {one.By}"));
    }

    [Fact]
    public async Task To_leave_during_a_call_is_the_next_status_until_the_wrap_up_is_done()
    {
        var (agent, path, queue) = await AtWorkAsync(601);
        var id = await AssignedAsync(6_100, queue);
        await over.Centre.HearAsync(Facts.Answered(id, call: 6_100, agent: 601));

        await agent.PutAsync($"{path}/status", new { status = "offline" }).BodyAsync();
        await agent.PutAsync($"{path}/status", new { status = "break", breakName = "lunch" }).BodyAsync();
        var talking = await agent.AskAsync(path).BodyAsync();
        await over.Centre.HearAsync(Facts.Released(id, call: 6_100, agent: 601, at: 5));
        var wrappingUp = await agent.AskAsync(path).BodyAsync();
        await agent.PostAsync($"/assignments/{id}/wrap-up", new { disposition = "done" }).BodyAsync();
        var after = await agent.AskAsync(path).BodyAsync();

        Assert.All(new[] { talking, wrappingUp }, shown => Assert.Equal(
            ("available", "break", "lunch"),
            (Text(shown, "status"), Text(shown, "nextStatus"), Text(shown, "nextBreakName"))));
        Assert.Equal(
            ("break", "lunch", null, "idle"),
            (Text(after, "status"), Text(after, "breakName"), Text(after, "nextStatus"), Text(after, "activity")));
    }

    [Fact]
    public async Task A_break_may_have_a_name_that_the_centre_knows()
    {
        var (agent, path, _) = await AtWorkAsync(602);
        var texts = new { textEn = "Prayer", textZh = "祈祷" };
        await _supervisor.PutAsync("/breaks/prayer", texts).BodyAsync();
        await agent.PutAsync("/breaks/prayer", texts).RefusalAsync(HttpStatusCode.Forbidden);

        var named = await agent.PutAsync($"{path}/status", new { status = "break", breakName = "prayer" }).BodyAsync();
        var plain = await agent.PutAsync($"{path}/status", new { status = "break" }).BodyAsync();
        await _supervisor.RemoveAsync("/breaks/prayer").BodyAsync(HttpStatusCode.NoContent);

        Assert.Equal("prayer", Text(named, "breakName"));
        Assert.Null(Text(plain, "breakName"));
        Assert.Equal(
            "breakName: is not a break of this centre",
            await agent.PutAsync($"{path}/status", new { status = "break", breakName = "prayer" })
                .RefusalAsync(HttpStatusCode.BadRequest));
        Assert.Equal(
            "breakName: must be absent unless status is break",
            await agent.PutAsync($"{path}/status", new { status = "offline", breakName = "lunch" })
                .RefusalAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task The_first_breaks_have_texts_in_two_languages()
    {
        using var agent = over.Service.ClientOfAgent(Id(1));

        var breaks = await agent.AskAsync("/breaks").BodyAsync();

        var lunch = breaks.EnumerateArray().Single(one => Text(one, "name") == "lunch");
        Assert.Equal(("Lunch", "午餐"), (Text(lunch, "textEn"), Text(lunch, "textZh")));
        Assert.Superset(
            new HashSet<string?> { "lunch", "meeting", "rest", "training" },
            breaks.EnumerateArray().Select(one => Text(one, "name")).ToHashSet());
    }

    [Theory]
    [InlineData(
        "two%20words", """{"textEn":"A","textZh":"B"}""",
        "name: must be words of 1 to 50 characters without spaces or commas")]
    [InlineData("tea", """{"textEn":"","textZh":"B"}""", "textEn: must have 1 to 100 characters")]
    [InlineData("tea", """{"textEn":"Tea"}""", "textZh: is required")]
    public async Task A_break_that_breaks_a_rule_is_told_which(string name, string body, string refusal) =>
        Assert.Equal(
            refusal, await _supervisor.PutTextAsync($"/breaks/{name}", body).RefusalAsync(HttpStatusCode.BadRequest));

    [Fact]
    public async Task After_two_missed_rings_the_agent_is_offered_nothing_until_they_return()
    {
        var (agent, path, queue) = await AtWorkAsync(603);
        using var other = over.Service.ClientOfAgent(Id(601));
        foreach (var call in new[] { 6_300, 6_301 })
        {
            var id = await AssignedAsync(call, queue);
            await over.Centre.HearAsync(Facts.Declined(id, call: call, agent: 603, at: 20));
            await over.Centre.HearAsync(Facts.Ended(call, at: 21));
        }

        var marked = await agent.AskAsync(path).BodyAsync();
        Assert.Equal(
            ("available", "no-answer", "not responding until they return"),
            (Text(marked, "status"), Text(marked, "notRespondingReason"), Text(marked, "notReady")));
        await over.Centre.HearAsync(Facts.Queued(6_302, at: 30, queueId: queue));
        Assert.Equal(0, await over.Centre.MatchAsync());
        Assert.Equal("no-answer", (await over.Centre.SaidAsync<AgentActivityChanged>())
            .Last(said => said.AgentId == Id(603)).NotRespondingReason);

        await other.PostAsync($"{path}/return", new { }).RefusalAsync(HttpStatusCode.Forbidden);
        var back = await agent.PostAsync($"{path}/return", new { }).BodyAsync();

        Assert.Equal(
            ("available", null, null),
            (Text(back, "status"), Text(back, "notRespondingReason"), Text(back, "notReady")));
        Assert.Equal(1, await over.Centre.MatchAsync());
        await over.Centre.HearAsync(Facts.Ended(6_302, at: 40));
    }

    [Fact]
    public async Task An_agent_says_what_may_interrupt_them_and_a_supervisor_how_much_they_take()
    {
        await _supervisor.PutAsync(
            $"/agents/{Id(604)}", new { number = "604", name = "A", capacity = new { chat = 2 } }).BodyAsync();
        using var agent = over.Service.ClientOfAgent(Id(604));

        var shown = await agent.PutAsync($"/agents/{Id(604)}/interruptible", new { channels = new[] { "task" } })
            .BodyAsync();

        Assert.Equal("task", Assert.Single(shown.GetProperty("interruptible").EnumerateArray()).GetString());
        Assert.Equal(2, shown.GetProperty("capacity").GetProperty("chat").GetInt32());
        Assert.Equal(1, shown.GetProperty("capacity").GetProperty("voice").GetInt32());
        Assert.Equal(
            "channels: must be of chat, task",
            await agent.PutAsync($"/agents/{Id(604)}/interruptible", new { channels = new[] { "voice" } })
                .RefusalAsync(HttpStatusCode.BadRequest));
        Assert.Equal(
            "capacity.voice: must be 0 to 1",
            await _supervisor.PutAsync(
                $"/agents/{Id(604)}", new { number = "604", name = "A", capacity = new { voice = 2 } })
                .RefusalAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_wrap_up_is_extended_on_request_and_ends_by_its_time_with_the_disposition()
    {
        var (agent, path, queue) = await AtWorkAsync(605, new
        {
            name = "Q", skills = new[] { "only-605" },
            wrapUpMs = 30_000, wrapUpMode = "extended", wrapUpMostMs = 50_000,
        });
        var id = await AssignedAsync(6_500, queue);
        await agent.PostAsync($"/assignments/{id}/wrap-up/extend", new { moreMs = 10_000 })
            .RefusalAsync(HttpStatusCode.Conflict);
        await over.Centre.HearAsync(Facts.Answered(id, call: 6_500, agent: 605));
        await over.Centre.HearAsync(Facts.Released(id, call: 6_500, agent: 605, at: 5));

        var more = await agent.PostAsync($"/assignments/{id}/wrap-up/extend", new { moreMs = 10_000 }).BodyAsync();
        await agent.PostAsync($"/assignments/{id}/wrap-up", new { disposition = "sold" }).BodyAsync();
        var most = await agent.PostAsync($"/assignments/{id}/wrap-up/extend", new { moreMs = 60_000 }).BodyAsync();

        Assert.Equal((At(45), At(55)), (Until(more), Until(most)));
        Assert.Equal("extended", Text(most, "wrapUpMode"));
        await agent.PostAsync($"/assignments/{id}/wrap-up/extend", new { moreMs = 1_000 })
            .RefusalAsync(HttpStatusCode.Conflict);
        Assert.Equal(
            "moreMs: must be 1000 to 3600000",
            await agent.PostAsync($"/assignments/{id}/wrap-up/extend", new { moreMs = 999 })
                .RefusalAsync(HttpStatusCode.BadRequest));
        var shown = await agent.AskAsync(path).BodyAsync();
        Assert.Equal(
            ("wrap-up", "sold"), (Text(shown, "activity"), Text(shown.GetProperty("assignment"), "disposition")));

        static DateTimeOffset Until(JsonElement assignment) =>
            assignment.GetProperty("wrapUpUntilAt").GetDateTimeOffset();
    }
}
