using System.Net;
using System.Reflection;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging.Wire;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Loads;

/// <summary>The agent sees their load, corrects it and takes the pause; nobody else sees it anywhere.</summary>
[Collection(OverHttp.Name)]
public sealed class LoadOverHttpTests(RoutingOverHttp over)
{
    /// <summary>Words that would tell of one agent's load, as they begin a property's name.</summary>
    private static readonly string[] _telling = ["load", "inarow", "pause", "hardcall", "served", "cooling"];

    private readonly HttpClient _supervisor = over.Service.ClientOf(Roles.Supervisor);

    /// <summary>Seconds after noon: the other tests here move the same clock.</summary>
    private double Now => (over.Centre.Clock.GetUtcNow() - Noon).TotalSeconds;

    private async Task<Guid> TalkAsync(int agent, int call, string word)
    {
        var queueId = Id(8_000 + agent);
        await _supervisor.PutAsync(
            $"/agents/{Id(agent)}", new { number = $"{agent}", name = word, skills = new[] { word } }).BodyAsync();
        await _supervisor.PutAsync($"/queues/{queueId}", new { name = word, skills = new[] { word } }).BodyAsync();
        await _supervisor.PutAsync($"/agents/{Id(agent)}/status", new { status = "available" }).BodyAsync();
        await over.Centre.HearAsync(new AgentPhoneOnline { AgentId = Id(agent), OnlineAt = Noon });
        await over.Centre.HearAsync(Facts.Queued(call, Now, queueId));
        await over.Centre.MatchAsync();
        var id = Assert.Single(await over.Centre.SaidAsync<CallAssigned>(), one => one.CallId == Id(call)).AssignmentId;
        await over.Centre.HearAsync(Facts.Answered(id, call, agent, Now));
        return id;
    }

    [Fact]
    public async Task An_agent_marks_a_call_sees_what_it_left_corrects_it_and_takes_the_pause()
    {
        var id = await TalkAsync(agent: 7_001, call: 7_101, "moody");
        using var agent = over.Service.ClientOfAgent(Id(7_001));
        using var other = over.Service.ClientOfAgent(Id(7_002));
        var (load, pause) = ($"/agents/{Id(7_001)}/load", $"/agents/{Id(7_001)}/pause");
        var mood = $"/assignments/{id}/mood";
        await over.Centre.HearAsync(Facts.Released(id, call: 7_101, agent: 7_001, at: Now));

        Assert.Equal(
            "mood: must be abusive or angry",
            await agent.PostAsync($"/assignments/{id}/wrap-up", new { disposition = "x", mood = "sad" })
                .RefusalAsync(HttpStatusCode.BadRequest));
        await other.PutAsync(mood, new { mood = "angry" }).RefusalAsync(HttpStatusCode.Forbidden);
        await agent.PutAsync(mood, new { mood = "angry" }).BodyAsync();
        await agent.PostAsync($"/assignments/{id}/wrap-up", new { disposition = "x" }).BodyAsync();
        Assert.Equal("angry", Assert.Single(
            await over.Centre.SaidAsync<CallWrappedUp>(), one => one.CallId == Id(7_101)).Mood);
        var one = await agent.AskAsync(load).BodyAsync();
        Assert.Equal((1.0, 1), (one.GetProperty("load").GetDouble(), one.GetProperty("inARow").GetInt32()));
        Assert.False(one.GetProperty("pause").GetProperty("offered").GetBoolean());
        await agent.PostAsync(pause, new { }).RefusalAsync(HttpStatusCode.Conflict);

        // Corrected after the wrap-up: the load follows, and from four on a pause is offered.
        await _supervisor.PutAsync(mood, new { mood = "abusive" }).BodyAsync();
        Assert.Equal(3, (await agent.AskAsync(load).BodyAsync()).GetProperty("load").GetDouble());
        var second = await TalkAsync(agent: 7_001, call: 7_102, "moody");
        await over.Centre.HearAsync(Facts.Released(second, call: 7_102, agent: 7_001, at: Now));
        await agent.PostAsync($"/assignments/{second}/wrap-up", new { disposition = "x", mood = "angry" }).BodyAsync();
        Assert.True((await agent.AskAsync(load).BodyAsync())
            .GetProperty("pause").GetProperty("offered").GetBoolean());
        var explained = (await agent.AskAsync(load).BodyAsync()).GetProperty("calls").EnumerateArray().ToList();
        Assert.Contains(explained, call => call.GetProperty("weight").GetDouble() == 3
            && call.GetProperty("lengthFactor").GetDouble() == 1 && call.GetProperty("densityFactor").GetDouble() >= 1);
        await other.PostAsync(pause, new { }).RefusalAsync(HttpStatusCode.Forbidden);
        var taken = await agent.PostAsync(pause, new { }).BodyAsync();
        Assert.Equal(0, taken.GetProperty("inARow").GetInt32());
        Assert.Equal(2, taken.GetProperty("pause").GetProperty("left").GetInt32());
        Assert.Equal(At(Now + 600), taken.GetProperty("pause").GetProperty("untilAt").GetDateTimeOffset());

        // The status that the agent chose stands; nobody else sees more than a break like any.
        var own = await agent.AskAsync($"/agents/{Id(7_001)}").BodyAsync();
        Assert.Equal("available", own.GetProperty("status").GetString());
        var shown = await _supervisor.AskAsync($"/agents/{Id(7_001)}").BodyAsync();
        Assert.Equal("break", shown.GetProperty("status").GetString());
        Assert.Equal("not available", shown.GetProperty("notReady").GetString());
        using var analyst = over.Service.ClientOf(Roles.Analyst);
        var listed = (await analyst.AskAsync("/agents").BodyAsync()).EnumerateArray()
            .Single(one => one.GetProperty("id").GetGuid() == Id(7_001));
        Assert.Equal("break", listed.GetProperty("status").GetString());
        foreach (var role in new[] { Roles.Supervisor, Roles.Administrator, Roles.Executive, Roles.Analyst })
        {
            using var client = over.Service.ClientOf(role);
            await client.AskAsync(load).RefusalAsync(HttpStatusCode.Forbidden);
            await client.PostAsync(pause, new { }).RefusalAsync(HttpStatusCode.Forbidden);
        }

        await other.RemoveAsync(pause).RefusalAsync(HttpStatusCode.Forbidden);
        await agent.RemoveAsync(pause).BodyAsync(HttpStatusCode.NoContent);
        await agent.PutAsync(mood, new { mood = (string?)null }).BodyAsync();
        var last = await agent.AskAsync(load).BodyAsync();
        Assert.Equal(1, last.GetProperty("load").GetDouble());
        Assert.Null(last.GetProperty("pause").GetProperty("untilAt").GetString());
    }

    [Fact]
    public async Task A_supervisor_sees_how_many_of_a_team_and_what_the_care_costs_a_queue()
    {
        foreach (var n in new[] { 7_011, 7_012, 7_013 })
        {
            await _supervisor.PutAsync(
                $"/agents/{Id(n)}", new { number = $"{n}", name = "T", skills = new[] { "t" }, team = "relief" })
                .BodyAsync();
            await _supervisor.PutAsync($"/agents/{Id(n)}/status", new { status = "break" }).BodyAsync();
        }

        var team = Assert.Single(
            (await _supervisor.AskAsync("/teams/load").BodyAsync()).EnumerateArray(),
            one => one.GetProperty("team").GetString() == "relief");
        Assert.Equal((3, 0), (team.GetProperty("atWork").GetInt32(), team.GetProperty("toRelieve").GetInt32()));
        using var executive = over.Service.ClientOf(Roles.Executive);
        await executive.AskAsync("/teams/load").RefusalAsync(HttpStatusCode.Forbidden);
        await _supervisor.AskAsync($"/queues/{Id(7_999)}/care").RefusalAsync(HttpStatusCode.NotFound);
        Assert.Equal(
            "from: must be before \"to\" and at most 31 days earlier",
            await _supervisor.AskAsync($"/queues/{Id(7_999)}/care?from=2026-01-01T00:00:00Z")
                .RefusalAsync(HttpStatusCode.BadRequest));
        await _supervisor.PutAsync($"/queues/{Id(7_998)}", new { name = "Caring", plan = new { care = new { } } })
            .BodyAsync();
        Assert.Equal(0, (await _supervisor.AskAsync($"/queues/{Id(7_998)}/care").BodyAsync())
            .GetProperty("held").GetInt32());
        Assert.Equal(
            "plan.care.mostInARow: must be 1 to 20",
            await _supervisor.PutAsync(
                $"/queues/{Id(7_998)}", new { name = "Caring", plan = new { care = new { mostInARow = 0 } } })
                .RefusalAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public void Only_endpoints_for_the_agent_alone_answer_with_a_load()
    {
        var telling = over.Endpoints.Where(endpoint => Answers(endpoint).Any(Tells)).ToList();

        Assert.Equal(
            ["/agents/{id:guid}/load", "/agents/{id:guid}/pause"],
            telling.Select(endpoint => endpoint.RoutePattern.RawText).Order());
        Assert.All(telling, endpoint => Assert.Equal(
            [Roles.Agent],
            endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>()
                .SelectMany(policy => policy.Requirements).OfType<ClaimsAuthorizationRequirement>()
                .Where(claim => claim.ClaimType == "roles").SelectMany(claim => claim.AllowedValues!)));
        Assert.True(over.Endpoints.Count > 15, $"{over.Endpoints.Count} endpoints mean nothing");
    }

    [Fact]
    public void No_event_carries_a_load() => Assert.DoesNotContain(
        EventCatalogue.All, one => Tells(one.ClrType));

    private static IEnumerable<Type> Answers(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Where(answer => answer.Type is not null).Select(answer => answer.Type!);

    /// <summary>Whether a type, or one within it, has a property that tells of one agent's load.</summary>
    private static bool Tells(Type type) => type.IsGenericType
        ? type.GetGenericArguments().Any(Tells)
        : type.Namespace?.StartsWith("CallCenter", StringComparison.Ordinal) == true
            && type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Any(property =>
                (_telling.Any(word => property.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                    && (type.Name, property.Name)
                        is not (("CareAnswer", "HardCalls")
                            or ("RecordingPaused", "PausedAt") or ("RecordingResumed", "PausedMs")))
                || (property.PropertyType != type && Tells(property.PropertyType)));
}
