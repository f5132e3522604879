using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Calls;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Phones;
using CallCenter.Telephony.Tests.Ari;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Telephony.Tests.Houses;

/// <summary>Numbers, phones and calls by HTTP.</summary>
public sealed class OverHttpTests(Servers servers) : IAsyncLifetime
{
    private FakeSwitch _fake = null!;
    private House _house = null!;
    private ServiceUnderTest _service = null!;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeSwitch.StartAsync();
        _house = await House.StartOnAsync(servers, _fake.Address, started: true);
        _service = await ServiceUnderTest.StartAsync(
            servers, _house.Ports, "telephony", _house.Stored,
            service =>
            {
                service.AddSchema(typeof(TelephonyOptions).Assembly);
                service.Services.AddSingleton(_house.Options);
                service.Services.AddSingleton(_house.Transactions);
                service.Services.AddSingleton(_house.Replica.Switchboard);
                service.Services.AddSingleton(_house.Replica.Notices);
            },
            app =>
            {
                app.MapNumberEndpoints();
                app.MapPhoneEndpoints();
                app.MapCallEndpoints();
            });
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _house.DisposeAsync();
        await _fake.DisposeAsync();
    }

    [Fact]
    public async Task A_number_is_set_up_changed_and_shown()
    {
        using var administrator = _service.ClientOf(Roles.Administrator);
        var (id, queueId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var body = new { e164 = "+441632960001", queueId, language = "en" };
        await PutAsync(administrator, id, body, HttpStatusCode.OK);
        await PutAsync(administrator, id, new { body.e164, queueId, language = "zh", survey = true, priority = 3,
            skills = new[] { "billing" }, greeting = "callcenter/greeting" }, HttpStatusCode.OK);
        var number = await AskAsync(administrator, $"/numbers/{id}", HttpStatusCode.OK);
        Assert.Equal("+441632960001", number.GetProperty("e164").GetString());
        Assert.Equal("zh", number.GetProperty("language").GetString());
        Assert.True(number.GetProperty("survey").GetBoolean());
        Assert.Equal(1, (await AskAsync(administrator, "/numbers", HttpStatusCode.OK)).GetArrayLength());
        var taken = await PutAsync(administrator, Guid.CreateVersion7(), body, HttpStatusCode.Conflict);
        Assert.Contains("e164", taken.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await AskAsync(administrator, $"/numbers/{Guid.CreateVersion7()}", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"e164":"12","language":"en"}""", "e164")]
    [InlineData("""{"e164":"+441632960001","language":"en"}""", "queueId")]
    [InlineData("""{"e164":"+441632960001","queueId":"sales","language":"en"}""", "queueId")]
    [InlineData("""{"e164":"+441632960001","language":5}""", "language")]
    public async Task A_broken_number_is_told_its_field(string body, string field)
    {
        using var administrator = _service.ClientOf(Roles.Administrator);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await administrator.PutAsync(
            new Uri($"/numbers/{Guid.CreateVersion7()}", UriKind.Relative), content, House.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(field, await answer.Content.ReadAsStringAsync(House.Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/numbers/nothing", HttpStatusCode.NotFound)]
    [InlineData("/numbers", HttpStatusCode.Forbidden)]
    public async Task A_refusal_is_a_problem_document_whatever_the_request_accepts(string path, HttpStatusCode status)
    {
        using var agent = _service.ClientOf(Roles.Agent);
        agent.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "audio/ogg");
        using var answer = await agent.GetAsync(new Uri(path, UriKind.Relative), House.Cancellation);
        Assert.Equal(
            (status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Roles_and_tokens_are_asked_for()
    {
        using var agent = _service.ClientOf(Roles.Agent);
        using var nobody = _service.Client(token: null);
        using var late = _service.ClientTooLate(Roles.Administrator);
        await AskAsync(agent, "/numbers", HttpStatusCode.Forbidden);
        await AskAsync(agent, $"/calls/{Guid.CreateVersion7()}", HttpStatusCode.Forbidden);
        await AskAsync(nobody, "/numbers", HttpStatusCode.Unauthorized);
        await AskAsync(late, "/numbers", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_phone_account_is_made_anew_each_time_and_pushed_before_the_answer()
    {
        var agentId = await AddAgentAsync();
        using var agent = _service.ClientOfAgent(agentId);
        var first = await PostAsync(agent, agentId, HttpStatusCode.OK);
        var endpoint = PhoneIds.Endpoint(agentId);
        Assert.Contains($"PUT asterisk/config/dynamic/res_pjsip/endpoint/{endpoint}", _fake.Commands);
        Assert.Equal(endpoint, first.GetProperty("username").GetString());
        var second = await PostAsync(agent, agentId, HttpStatusCode.OK);
        Assert.NotEqual(first.GetProperty("password").GetString(), second.GetProperty("password").GetString());
        var before = _fake.Commands.Count;
        using var removed = await agent.DeleteAsync(
            new Uri($"/agents/{agentId}/phone", UriKind.Relative), House.Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await House.UntilAsync(
            () => Task.FromResult(_fake.Commands.Skip(before)
                .Contains($"PUT asterisk/config/dynamic/res_pjsip/auth/{endpoint}")),
            "the removal");
    }

    [Fact]
    public async Task An_agent_has_no_way_to_the_phone_of_another_and_nobody_to_one_of_a_stranger()
    {
        var agentId = await AddAgentAsync();
        using var other = _service.ClientOfAgent(Guid.CreateVersion7());
        using var supervisor = _service.ClientOf(Roles.Supervisor);
        await PostAsync(other, agentId, HttpStatusCode.Forbidden);
        await PostAsync(supervisor, Guid.CreateVersion7(), HttpStatusCode.NotFound);
        await PostAsync(supervisor, agentId, HttpStatusCode.OK);
        await _house.HearAsync(
            new AgentRemovedConsumer(_house.Replica.Switchboard),
            new AgentRemoved { AgentId = agentId, RemovedAt = DateTimeOffset.UnixEpoch });
        await PostAsync(supervisor, agentId, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_call_is_shown_without_the_caller_s_number()
    {
        await _house.AddNumberAsync();
        _fake.Arrive("fake-1.1", House.Dialled, House.Caller);
        var callId = await _house.QueuedAsync();
        using var supervisor = _service.ClientOf(Roles.Supervisor);
        var call = await AskAsync(supervisor, $"/calls/{callId}", HttpStatusCode.OK);
        Assert.Equal("queued", call.GetProperty("phase").GetString());
        Assert.DoesNotContain(House.Caller[1..], call.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            await _house.BodiesAsync(), body => body.Contains(House.Caller[1..], StringComparison.Ordinal));
        Assert.StartsWith("k1:", (await _house.NextAsync<CallArrived>()).CallerRef, StringComparison.Ordinal);
        await AskAsync(supervisor, $"/calls/{Guid.CreateVersion7()}", HttpStatusCode.NotFound);
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string path, HttpStatusCode status)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), House.Cancellation);
        return await BodyAsync(answer, status);
    }

    private static async Task<JsonElement> PutAsync(HttpClient client, Guid id, object body, HttpStatusCode status)
    {
        using var answer = await client.PutAsJsonAsync(
            new Uri($"/numbers/{id}", UriKind.Relative), body, House.Cancellation);
        return await BodyAsync(answer, status);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, Guid agentId, HttpStatusCode status)
    {
        using var answer = await client.PostAsync(
            new Uri($"/agents/{agentId}/phone", UriKind.Relative), content: null, House.Cancellation);
        return await BodyAsync(answer, status);
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(House.Cancellation);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        if (text.Length == 0)
        {
            return default;
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private async Task<Guid> AddAgentAsync()
    {
        var agentId = Guid.CreateVersion7();
        await _house.AddNameAsync(agentId);
        return agentId;
    }
}
