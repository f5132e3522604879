using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Hosting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Agents;

[Collection(OverHttp.Name)]
public sealed class AgentEndpointsTests(RoutingOverHttp over)
{
    private readonly HttpClient _supervisor = over.Service.ClientOf(Roles.Supervisor);

    private static object Body(int number) =>
        new { number = $"{number}", name = $"Agent {number}", skills = new[] { "en" } };

    [Fact]
    public async Task An_agent_is_added_once_and_shown()
    {
        await _supervisor.PutAsync($"/agents/{Id(201)}", Body(201)).BodyAsync();
        await _supervisor.PutAsync($"/agents/{Id(201)}", Body(201)).BodyAsync();

        var shown = await _supervisor.AskAsync($"/agents/{Id(201)}").BodyAsync();
        Assert.Equal("201", shown.GetProperty("number").GetString());
        Assert.Equal("offline", shown.GetProperty("status").GetString());
        Assert.Equal("not available", shown.GetProperty("notReady").GetString());
        Assert.Single(await over.Centre.SaidAsync<AgentAdded>(), said => said.AgentId == Id(201));
    }

    [Fact]
    public async Task An_agent_chooses_their_own_status_and_no_one_elses()
    {
        await _supervisor.PutAsync($"/agents/{Id(202)}", Body(202)).BodyAsync();
        await _supervisor.PutAsync($"/agents/{Id(203)}", Body(203)).BodyAsync();
        using var agent = over.Service.ClientOfAgent(Id(202));

        var chosen = await agent.PutAsync($"/agents/{Id(202)}/status", new { status = "available" }).BodyAsync();
        Assert.Equal("available", chosen.GetProperty("status").GetString());
        Assert.Equal(
            "An agent sets only their own status.",
            await agent.PutAsync($"/agents/{Id(203)}/status", new { status = "available" })
                .RefusalAsync(HttpStatusCode.Forbidden));
        Assert.Equal(
            "An agent sees only themselves.",
            await agent.AskAsync($"/agents/{Id(203)}").RefusalAsync(HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task A_number_belongs_to_one_agent_and_is_free_again_when_they_leave()
    {
        await _supervisor.PutAsync($"/agents/{Id(204)}", Body(204)).BodyAsync();

        Assert.Contains(
            "is that of agent",
            await _supervisor.PutAsync($"/agents/{Id(205)}", Body(204)).RefusalAsync(HttpStatusCode.Conflict),
            StringComparison.Ordinal);
        await _supervisor.RemoveAsync($"/agents/{Id(204)}").BodyAsync(HttpStatusCode.NoContent);
        await _supervisor.RemoveAsync($"/agents/{Id(204)}").BodyAsync(HttpStatusCode.NoContent);
        await _supervisor.PutAsync($"/agents/{Id(205)}", Body(204)).BodyAsync();

        Assert.Single(await over.Centre.SaidAsync<AgentRemoved>(), said => said.AgentId == Id(204));
        Assert.Contains(
            $"{Id(204)}",
            await _supervisor.AskAsync($"/agents/{Id(204)}").RefusalAsync(HttpStatusCode.NotFound),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"number":"12a","name":"A"}""", "number: must be 1 to 16 digits")]
    [InlineData("""{"number":"12","name":" "}""", "name: must have 1 to 100 characters")]
    [InlineData(
        """{"number":"12","name":"A","skills":["two words"]}""",
        "skills: must be words of 1 to 50 characters without spaces or commas")]
    [InlineData("""{"name":"A"}""", "number: is required")]
    [InlineData("""{"number":12,"name":"A"}""", "number: must be a string")]
    [InlineData("""{"number":""", null)]
    public async Task A_body_that_breaks_a_rule_is_told_which(string body, string? refusal)
    {
        var told = await _supervisor.PutTextAsync($"/agents/{Id(206)}", body).RefusalAsync(HttpStatusCode.BadRequest);

        if (refusal is not null)
        {
            Assert.Equal(refusal, told);
        }
    }

    [Fact]
    public async Task A_status_that_does_not_exist_is_refused()
    {
        await _supervisor.PutAsync($"/agents/{Id(207)}", Body(207)).BodyAsync();

        Assert.Equal(
            "status: must be available, break or offline",
            await _supervisor.PutAsync($"/agents/{Id(207)}/status", new { status = "asleep" })
                .RefusalAsync(HttpStatusCode.BadRequest));
        await _supervisor.PutAsync($"/agents/{Id(299)}/status", new { status = "break" })
            .RefusalAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(Roles.Analyst)]
    [InlineData(Roles.Subscriber)]
    public async Task Other_systems_read_the_state_of_every_agent_and_nothing_of_a_load(string role)
    {
        await _supervisor.PutAsync($"/agents/{Id(209)}", Body(209)).BodyAsync();
        using var system = over.Service.ClientOf(role);

        var shown = (await system.AskAsync("/agents").BodyAsync()).EnumerateArray()
            .Single(one => one.GetProperty("id").GetGuid() == Id(209));

        Assert.Equal(("offline", "idle"), (
            shown.GetProperty("status").GetString(), shown.GetProperty("activity").GetString()));
        Assert.DoesNotContain(shown.EnumerateObject(), one => one.Name is "load" or "pause" or "mood" or "inARow");
    }

    [Fact]
    public async Task Without_the_role_or_with_an_old_token_nothing_is_shown()
    {
        using var executive = over.Service.ClientOf(Roles.Executive);
        using var agent = over.Service.ClientOfAgent(Id(201));
        using var nobody = over.Service.Client(token: null);
        using var tooLate = over.Service.ClientTooLate(Roles.Supervisor);

        Assert.Contains(
            "supervisor",
            await executive.AskAsync("/agents").RefusalAsync(HttpStatusCode.Forbidden),
            StringComparison.Ordinal);
        await agent.AskAsync("/agents").RefusalAsync(HttpStatusCode.Forbidden);
        await agent.PutAsync($"/agents/{Id(208)}", Body(208)).RefusalAsync(HttpStatusCode.Forbidden);
        await nobody.AskAsync("/agents").RefusalAsync(HttpStatusCode.Unauthorized);
        Assert.Contains(
            "expired",
            await tooLate.AskAsync("/agents").RefusalAsync(HttpStatusCode.Unauthorized),
            StringComparison.Ordinal);
    }
}
