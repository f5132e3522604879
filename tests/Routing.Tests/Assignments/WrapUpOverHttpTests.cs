using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Assignments;

[Collection(OverHttp.Name)]
public sealed class WrapUpOverHttpTests(RoutingOverHttp over)
{
    [Fact]
    public async Task The_life_of_a_call_as_its_agent_and_supervisor_see_it()
    {
        var centre = over.Centre;
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);
        using var agent = over.Service.ClientOfAgent(Id(401));
        using var other = over.Service.ClientOfAgent(Id(402));
        var queueId = Id(410);
        var queue = new { name = "Wrap", skills = new[] { "wrap" }, wrapUpMs = 30_000 };
        await supervisor.PutAsync($"/agents/{Id(401)}", new { number = "401", name = "W", skills = new[] { "wrap" } })
            .BodyAsync();
        await supervisor.PutAsync($"/queues/{queueId}", queue).BodyAsync();

        // A call waits, and the list says why.
        await centre.HearAsync(Facts.Queued(call: 420, queueId: queueId));
        await centre.MatchAsync(everyone: true);
        var waiting = (await supervisor.AskAsync("/waiting").BodyAsync()).EnumerateArray()
            .Single(call => call.GetProperty("callId").GetGuid() == Id(420));
        Assert.True(waiting.GetProperty("reasons").GetProperty("not available").GetInt32() >= 1);

        // The agent gets it once they are available and their phone is online.
        await agent.PutAsync($"/agents/{Id(401)}/status", new { status = "available" }).BodyAsync();
        await centre.HearAsync(new AgentPhoneOnline { AgentId = Id(401), OnlineAt = Noon });
        Assert.Equal(1, await centre.MatchAsync());
        var shown = await agent.AskAsync($"/agents/{Id(401)}").BodyAsync();
        var id = shown.GetProperty("assignment").GetProperty("id").GetGuid();
        Assert.Equal("busy", shown.GetProperty("notReady").GetString());

        // Wrap-up is only after the talk, by the agent only, and may be asked for twice.
        var path = $"/assignments/{id}/wrap-up";
        await agent.PostAsync(path, new { disposition = "resolved" }).RefusalAsync(HttpStatusCode.Conflict);
        await centre.HearAsync(Facts.Answered(id, call: 420, agent: 401));
        await centre.HearAsync(Facts.Released(id, call: 420, agent: 401, at: 5));
        await other.PostAsync(path, new { disposition = "resolved" }).RefusalAsync(HttpStatusCode.Forbidden);
        await agent.PostAsync(path, new { disposition = "" }).RefusalAsync(HttpStatusCode.BadRequest);
        await agent.PostAsync(path, new { disposition = "resolved" }).BodyAsync();
        await agent.PostAsync(path, new { disposition = "resolved" }).BodyAsync();
        await agent.PostAsync(path, new { disposition = "other" }).RefusalAsync(HttpStatusCode.Conflict);

        var said = Assert.Single(await centre.SaidAsync<CallWrappedUp>(), one => one.CallId == Id(420));
        Assert.Equal("resolved", said.Disposition);
        var after = await agent.AskAsync($"/agents/{Id(401)}").BodyAsync();
        Assert.Equal("idle", after.GetProperty("activity").GetString());
        await agent.PostAsync($"/assignments/{Id(499)}/wrap-up", new { disposition = "x" })
            .RefusalAsync(HttpStatusCode.NotFound);
        await agent.AskAsync("/waiting").RefusalAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Where_the_queue_lists_dispositions_an_agent_names_one_of_them_and_nothing_else()
    {
        var centre = over.Centre;
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);
        using var agent = over.Service.ClientOfAgent(Id(404));
        var dispositions = new[] { new { code = "refund", textEn = "A refund", textZh = "退款" } };
        await supervisor.PutAsync($"/agents/{Id(404)}", new { number = "404", name = "D", skills = new[] { "listed" } })
            .BodyAsync();
        await supervisor.PutAsync(
            $"/queues/{Id(412)}",
            new { name = "Listed", skills = new[] { "listed" }, wrapUpMs = 30_000, plan = new { dispositions } })
            .BodyAsync();
        var broken = await supervisor.PutAsync(
            $"/queues/{Id(412)}", new { name = "Listed", plan = new { dispositions = new object?[] { null } } })
            .RefusalAsync(HttpStatusCode.BadRequest);
        Assert.Equal("plan.dispositions[0]: must not be null", broken);
        var shown = (await agent.AskAsync($"/queues/{Id(412)}").BodyAsync())
            .GetProperty("plan").GetProperty("dispositions")[0];
        Assert.Equal("退款", shown.GetProperty("textZh").GetString());
        await agent.PutAsync($"/agents/{Id(404)}/status", new { status = "available" }).BodyAsync();
        await centre.HearAsync(new AgentPhoneOnline { AgentId = Id(404), OnlineAt = Noon });
        await centre.HearAsync(Facts.Queued(call: 422, queueId: Id(412)));
        Assert.Equal(1, await centre.MatchAsync());
        var id = (await agent.AskAsync($"/agents/{Id(404)}").BodyAsync())
            .GetProperty("assignment").GetProperty("id").GetGuid();
        await centre.HearAsync(Facts.Answered(id, call: 422, agent: 404));
        await centre.HearAsync(Facts.Released(id, call: 422, agent: 404, at: 5));

        var path = $"/assignments/{id}/wrap-up";
        var refused = await agent.PostAsync(path, new { disposition = "the weather" })
            .RefusalAsync(HttpStatusCode.BadRequest);
        Assert.Equal("disposition: must be one of the queue's: refund", refused);
        await supervisor.PostAsync(path, new { disposition = "Refund" }).RefusalAsync(HttpStatusCode.BadRequest);
        Assert.DoesNotContain(await centre.SaidAsync<CallWrappedUp>(), one => one.CallId == Id(422));
        await agent.PostAsync(path, new { disposition = "refund" }).BodyAsync();
        await agent.PostAsync(path, new { disposition = "refund" }).BodyAsync();
        Assert.Equal(
            "refund",
            Assert.Single(await centre.SaidAsync<CallWrappedUp>(), one => one.CallId == Id(422)).Disposition);
    }

    [Fact]
    public async Task A_removed_agent_gives_the_call_back()
    {
        var centre = over.Centre;
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);
        var queueId = Id(411);
        await supervisor.PutAsync($"/agents/{Id(403)}", new { number = "403", name = "L", skills = new[] { "leave" } })
            .BodyAsync();
        await supervisor.PutAsync($"/queues/{queueId}", new { name = "Leave", skills = new[] { "leave" } }).BodyAsync();
        await supervisor.PutAsync($"/agents/{Id(403)}/status", new { status = "available" }).BodyAsync();
        await centre.HearAsync(new AgentPhoneOnline { AgentId = Id(403), OnlineAt = Noon });
        await centre.HearAsync(Facts.Queued(call: 421, queueId: queueId));
        Assert.Equal(1, await centre.MatchAsync());

        await supervisor.RemoveAsync($"/agents/{Id(403)}").BodyAsync(HttpStatusCode.NoContent);

        var said = Assert.Single(await centre.SaidAsync<AssignmentRescinded>(), one => one.CallId == Id(421));
        Assert.Equal("agent-removed", said.Reason);
        Assert.Equal("waiting", await centre.OneAsync<string>(
            "select state from waiting_call where call_id = @id", new { id = Id(421) }));
    }
}
