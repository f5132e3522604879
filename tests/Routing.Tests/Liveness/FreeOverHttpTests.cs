using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Routing.Agents;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Liveness;

[Collection(OverHttp.Name)]
public sealed class FreeOverHttpTests(RoutingOverHttp over)
{
    private static readonly object Because = new { reason = "The phone is dead." };

    /// <summary>One agent and one call that nobody else can take or get: their assignment.</summary>
    private async Task<Guid> AssignedAsync(int agent, int call)
    {
        var skill = $"free{agent}";
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);
        await over.Centre.SaveAsync(Agent(agent, 10, skill));
        await supervisor.PutAsync(
            $"/queues/{Id(agent + 10)}", new { name = skill, skills = new[] { skill }, wrapUpMs = 30_000 }).BodyAsync();
        await over.Centre.HearAsync(Facts.Queued(call, queueId: Id(agent + 10)));
        Assert.Equal(1, await over.Centre.MatchAsync());
        return (await over.Centre.SaidAsync<CallAssigned>()).Single(said => said.CallId == Id(call)).AssignmentId;
    }

    private Task<string> StateOfCallAsync(int call) =>
        over.Centre.OneAsync<string>("select state from waiting_call where call_id = @id", new { id = Id(call) });

    private async Task<CallRepaired> SaidOfCallAsync(int call) =>
        (await over.Centre.SaidAsync<CallRepaired>()).Last(said => said.CallId == Id(call));

    [Fact]
    public async Task A_reserved_agent_is_freed_and_the_call_waits_for_another()
    {
        var assignment = await AssignedAsync(3_001, 3_101);
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);

        var freed = await supervisor.PostAsync($"/agents/{Id(3_001)}/free", Because).BodyAsync();

        Assert.Equal("rescinded", freed.GetProperty("done").GetString());
        Assert.Equal("The phone is dead.", freed.GetProperty("reason").GetString());
        Assert.Equal("test", freed.GetProperty("by").GetString());
        var said = (await over.Centre.SaidAsync<AssignmentRescinded>()).Single(one => one.AssignmentId == assignment);
        Assert.Equal("freed", said.Reason);
        Assert.Equal(
            ("freed-by-hand", "rescinded"),
            (await over.Centre.SaidAsync<AgentRepaired>()).Where(one => one.AgentId == Id(3_001))
                .Select(one => (one.Kind, one.Done)).Single());
        Assert.Equal(AgentActivities.Idle, (await over.Centre.AgentAsync(3_001)).Activity);
        Assert.Equal("waiting", await StateOfCallAsync(3_101));

        // The same agent is not offered it at once, another is; nothing more is to be freed.
        Assert.Equal(0, await over.Centre.MatchAsync());
        Assert.Equal(
            "Nothing holds the agent.",
            await supervisor.PostAsync($"/agents/{Id(3_001)}/free", Because).RefusalAsync(HttpStatusCode.Conflict));
        await over.Centre.HearAsync(Facts.Ended(3_101));
    }

    [Fact]
    public async Task An_agent_freed_from_a_talk_that_goes_on_is_idle_and_its_late_end_changes_nothing()
    {
        var assignment = await AssignedAsync(3_002, 3_102);
        await over.Centre.HearAsync(Facts.Answered(assignment, 3_102, 3_002));
        using var administrator = over.Service.ClientOf(Roles.Administrator);

        var freed = await administrator.PostAsync($"/agents/{Id(3_002)}/free", Because).BodyAsync();
        Assert.Equal("released", freed.GetProperty("done").GetString());
        Assert.Equal(AgentActivities.Idle, (await over.Centre.AgentAsync(3_002)).Activity);
        Assert.Equal("served", await StateOfCallAsync(3_102));

        await over.Centre.HearAsync(Facts.Released(assignment, 3_102, 3_002));
        await over.Centre.HearAsync(Facts.Ended(3_102, at: 60));
        Assert.Equal(AgentActivities.Idle, (await over.Centre.AgentAsync(3_002)).Activity);
        Assert.Equal("ended", await StateOfCallAsync(3_102));
    }

    [Fact]
    public async Task A_wrap_up_is_ended_without_disposition()
    {
        var assignment = await AssignedAsync(3_003, 3_103);
        await over.Centre.HearAsync(Facts.Answered(assignment, 3_103, 3_003));
        await over.Centre.HearAsync(Facts.Released(assignment, 3_103, 3_003));
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);

        var freed = await supervisor.PostAsync($"/agents/{Id(3_003)}/free", Because).BodyAsync();

        Assert.Equal("wrapped-up", freed.GetProperty("done").GetString());
        var said = (await over.Centre.SaidAsync<CallWrappedUp>()).Single(one => one.AssignmentId == assignment);
        Assert.Null(said.Disposition);
    }

    [Fact]
    public async Task An_agent_busy_with_nothing_and_one_whose_call_is_unknown_are_freed()
    {
        var assignment = await AssignedAsync(3_004, 3_104);
        await over.Centre.OneAsync<int>(
            "with gone as (delete from waiting_call where call_id = @id returning 1) select count(*)::int from gone",
            new { id = Id(3_104) });
        await over.Centre.SaveAsync(Agent(3_005) with { Activity = AgentActivities.Talking, CallId = Id(3_105) });
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);

        await supervisor.PostAsync($"/agents/{Id(3_004)}/free", Because).BodyAsync();
        await supervisor.PostAsync($"/agents/{Id(3_005)}/free", Because).BodyAsync();

        Assert.Equal("expired", await over.Centre.OneAsync<string>(
            "select state from assignment where assignment_id = @assignment", new { assignment }));
        Assert.Equal(AgentActivities.Idle, (await over.Centre.AgentAsync(3_004)).Activity);
        Assert.Equal(AgentActivities.Idle, (await over.Centre.AgentAsync(3_005)).Activity);
    }

    [Fact]
    public async Task A_call_is_taken_from_its_agent_then_from_the_queue_then_over()
    {
        await AssignedAsync(3_006, 3_106);
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);

        await supervisor.PostAsync($"/calls/{Id(3_106)}/free", Because).BodyAsync();
        Assert.Equal("rescinded", (await SaidOfCallAsync(3_106)).Done);
        Assert.Equal("waiting", await StateOfCallAsync(3_106));
        Assert.Equal(AgentActivities.Idle, (await over.Centre.AgentAsync(3_006)).Activity);

        await supervisor.PostAsync($"/calls/{Id(3_106)}/free", Because).BodyAsync();
        Assert.Equal("not-routable", await StateOfCallAsync(3_106));
        Assert.Equal(
            "freed", (await over.Centre.SaidAsync<CallNotRoutable>()).Single(one => one.CallId == Id(3_106)).Reason);

        await supervisor.PostAsync($"/calls/{Id(3_106)}/free", Because).BodyAsync();
        Assert.Equal("ended", await StateOfCallAsync(3_106));
        await supervisor.PostAsync($"/calls/{Id(3_106)}/free", Because).RefusalAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task What_was_freed_is_listed_with_its_reason()
    {
        await over.Centre.SaveAsync(Agent(3_007) with { Activity = AgentActivities.WrapUp });
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);
        await supervisor.PostAsync($"/agents/{Id(3_007)}/free", Because).BodyAsync();

        var repairs = await supervisor.AskAsync("/repairs").BodyAsync();

        var mine = repairs.EnumerateArray().Single(one =>
            one.GetProperty("agentId").GetString() == Id(3_007).ToString());
        Assert.Equal(
            ("freed-by-hand", "The phone is dead."),
            (mine.GetProperty("kind").GetString(), mine.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Only_supervisors_free_and_say_why()
    {
        using var agent = over.Service.ClientOfAgent(Id(3_008));
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);

        await agent.PostAsync($"/agents/{Id(3_008)}/free", Because).RefusalAsync(HttpStatusCode.Forbidden);
        await agent.PostAsync($"/calls/{Id(3_108)}/free", Because).RefusalAsync(HttpStatusCode.Forbidden);
        await agent.AskAsync("/repairs").RefusalAsync(HttpStatusCode.Forbidden);
        await supervisor.PostAsync($"/agents/{Id(3_008)}/free", Because).RefusalAsync(HttpStatusCode.NotFound);
        await supervisor.PostAsync($"/calls/{Id(3_108)}/free", Because).RefusalAsync(HttpStatusCode.NotFound);
        foreach (var reason in new[] { "", " ", "a\nb", new string('x', 501) })
        {
            Assert.Equal(
                "reason: must have 1 to 500 characters",
                await supervisor.PostAsync($"/calls/{Id(3_108)}/free", new { reason })
                    .RefusalAsync(HttpStatusCode.BadRequest));
        }

        const string tooLong = "/repairs?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z";
        Assert.StartsWith(
            "from:", await supervisor.AskAsync(tooLong).RefusalAsync(HttpStatusCode.BadRequest),
            StringComparison.Ordinal);
    }
}
