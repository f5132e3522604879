using System.Net;
using System.Text;
using System.Text.Json;
using CallCenter.Contracts.Routing;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Phones;
using CallCenter.Telephony.Tests.Ari;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Waiting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Telephony.Tests.Phones;

/// <summary>What an agent's browser asks by HTTP, and what it is given.</summary>
public sealed partial class PhonesInBrowsersTests(Servers servers) : IAsyncLifetime
{
    private const string Switch = "wss://phones.example/ws";

    private FakeSwitch _fake = null!;
    private House _house = null!;
    private ServiceUnderTest _service = null!;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeSwitch.StartAsync();
        _house = await House.StartOnAsync(servers, _fake.Address, started: true, options =>
        {
            options.Nodes[0].WebSocketUri = Switch;
            options.IceServers = ["stun:stun.example:3478"];
            options.RoutingUri = "https://routing.example/callcenter/";
        });
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
            app => app.MapPhoneParts());
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _house.DisposeAsync();
        await _fake.DisposeAsync();
    }

    [Fact]
    public async Task Each_log_in_chooses_what_the_phone_is()
    {
        var agentId = await AddAgentAsync();
        using var agent = _service.ClientOfAgent(agentId);
        var browser = await PostAsync(agent, $"/agents/{agentId}/phone", """{"kind":"browser"}""", HttpStatusCode.OK);
        Assert.Equal(Switch, browser.GetProperty("webSocketUri").GetString());
        Assert.Equal("stun:stun.example:3478", browser.GetProperty("iceServers")[0].GetString());
        Assert.Equal("https://routing.example/callcenter/", browser.GetProperty("routingUri").GetString());
        Assert.Equal("browser", await KindAsync(agentId));
        var sip = await PostAsync(agent, $"/agents/{agentId}/phone", """{"kind":"sip"}""", HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, sip.GetProperty("webSocketUri").ValueKind);
        Assert.NotEqual(sip.GetProperty("password").GetString(), browser.GetProperty("password").GetString());
        Assert.Equal("sip", await KindAsync(agentId));
        var refused = await PostAsync(
            agent, $"/agents/{agentId}/phone", """{"kind":"fax"}""", HttpStatusCode.BadRequest);
        Assert.Equal("must be sip or browser", refused.GetProperty("errors").GetProperty("kind")[0].GetString());
    }

    [Fact]
    public async Task A_browser_gets_an_account_at_the_relays_of_its_own_and_nobody_else_does()
    {
        _house.Options.TurnServers = ["turn:relay.example:3478?transport=udp", "turns:relay.example"];
        _house.Options.TurnSecret = "a secret of sixteen";
        var agentId = await AddAgentAsync();
        using var agent = _service.ClientOfAgent(agentId);
        using var supervisor = _service.ClientOf(Roles.Supervisor);
        var path = $"/agents/{agentId}/phone";
        var browser = await PostAsync(agent, path, """{"kind":"browser"}""", HttpStatusCode.OK);
        var turn = browser.GetProperty("turn").Deserialize<TurnAccount>(JsonSerializerOptions.Web)!;
        var left = turn.ExpiresAt - TimeProvider.System.GetUtcNow();
        Assert.InRange(left, TimeSpan.FromHours(11), TimeSpan.FromHours(12));
        var expected = TurnRules.Account(
            _house.Options.TurnServers, _house.Options.TurnSecret, agentId, turn.ExpiresAt)!;
        Assert.Equal((expected.Username, expected.Credential), (turn.Username, turn.Credential));
        Assert.Equal(_house.Options.TurnServers, turn.Urls);
        Assert.DoesNotContain(_house.Options.TurnSecret, browser.GetRawText(), StringComparison.Ordinal);
        Assert.StartsWith(
            "turn:", (await AskAsync(agent, path, HttpStatusCode.OK)).GetProperty("turn").GetProperty("urls")[0]
                .GetString(), StringComparison.Ordinal);
        Assert.Equal(
            JsonValueKind.Null, (await AskAsync(supervisor, path, HttpStatusCode.OK)).GetProperty("turn").ValueKind);
        var sip = await PostAsync(agent, path, """{"kind":"sip"}""", HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, sip.GetProperty("turn").ValueKind);
        Assert.Equal(
            JsonValueKind.Null, (await AskAsync(agent, path, HttpStatusCode.OK)).GetProperty("turn").ValueKind);
    }

    [Fact]
    public async Task No_browser_is_a_phone_where_no_node_can_be_reached_by_one()
    {
        _house.Options.Nodes[0].WebSocketUri = null;
        var agentId = await AddAgentAsync();
        using var agent = _service.ClientOfAgent(agentId);
        await PostAsync(agent, $"/agents/{agentId}/phone", """{"kind":"browser"}""", HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("index.html", "text/html")]
    [InlineData("main.js", "text/javascript")]
    [InlineData("shift.js", "text/javascript")]
    [InlineData("consulting.js", "text/javascript")]
    [InlineData("jssip.js", "text/javascript")]
    [InlineData("phone.css", "text/css")]
    public async Task The_page_is_given_to_everybody_and_may_reach_this_service_and_the_switch_alone(
        string file, string type)
    {
        using var nobody = _service.Client(token: null);
        using var answer = await nobody.GetAsync(new Uri($"/phone/{file}", UriKind.Relative), House.Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.EndsWith(
            "connect-src 'self' wss://phones.example https://routing.example", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_the_page_is_given_to_those_without_a_token()
    {
        using var nobody = _service.Client(token: null);
        await AskAsync(nobody, "/phone/package.json", HttpStatusCode.NotFound);
        await AskAsync(nobody, "/phones", HttpStatusCode.Unauthorized);
        await AskAsync(nobody, $"/agents/{Guid.CreateVersion7()}/call", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_agent_sees_the_call_that_rings_for_them_and_nobody_else_s()
    {
        var agentId = await AddAgentAsync();
        using var agent = _service.ClientOfAgent(agentId);
        await NameAsync(_house.QueueId, "Billing 账单");
        var none = await AskAsync(agent, $"/agents/{agentId}/call", HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, none.ValueKind);
        await _house.AddNumberAsync();
        _fake.Arrive("fake-1.1", House.Dialled, House.Caller);
        var callId = await _house.QueuedAsync();
        await _house.AssignAsync(callId, agentId);
        await House.UntilAsync(
            async () => (await AskAsync(agent, $"/agents/{agentId}/call", HttpStatusCode.OK)).ValueKind
                == JsonValueKind.Object,
            "the call");
        var call = await AskAsync(agent, $"/agents/{agentId}/call", HttpStatusCode.OK);
        Assert.Equal(callId, call.GetProperty("callId").GetGuid());
        Assert.Equal("agent", call.GetProperty("role").GetString());
        Assert.Equal(_house.QueueId, call.GetProperty("queueId").GetGuid());
        Assert.Equal("Billing 账单", call.GetProperty("queueName").GetString());
        Assert.Equal("en", call.GetProperty("language").GetString());
        Assert.DoesNotContain(House.Caller[1..], call.GetRawText(), StringComparison.Ordinal);
        using var other = _service.ClientOfAgent(Guid.CreateVersion7());
        await AskAsync(other, $"/agents/{agentId}/call", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Colleagues_are_shown_by_name()
    {
        var agentId = await AddAgentAsync();
        using var agent = _service.ClientOfAgent(agentId);
        var one = Assert.Single((await AskAsync(agent, "/phones", HttpStatusCode.OK)).EnumerateArray());
        Assert.Equal(agentId, one.GetProperty("agentId").GetGuid());
        Assert.Equal("2001", one.GetProperty("number").GetString());
        Assert.False(one.GetProperty("online").GetBoolean());
    }

    [Fact]
    public async Task Queues_that_can_be_asked_are_shown_by_name_and_as_they_were_named_last()
    {
        var other = Guid.CreateVersion7();
        await NameAsync(other, "Complaints");
        await NameAsync(_house.QueueId, "Accounts");
        await NameAsync(other, "Billing 账单");
        using var agent = _service.ClientOfAgent(await AddAgentAsync());
        var queues = (await AskAsync(agent, "/queues", HttpStatusCode.OK)).EnumerateArray()
            .Select(queue => (queue.GetProperty("queueId").GetGuid(), queue.GetProperty("name").GetString()));
        Assert.Equal([(_house.QueueId, "Accounts"), (other, "Billing 账单")], queues);
        using var nobody = _service.Client(token: null);
        await AskAsync(nobody, "/queues", HttpStatusCode.Unauthorized);
        using var analyst = _service.ClientOf(Roles.Analyst);
        await AskAsync(analyst, "/queues", HttpStatusCode.Forbidden);
    }

    private Task NameAsync(Guid queueId, string name) => _house.HearAsync(
        new QueueChangedConsumer(),
        new QueueChanged { QueueId = queueId, Name = name, Open = true, ChangedAt = DateTimeOffset.UnixEpoch });

    private Task<string?> KindAsync(Guid agentId) =>
        _house.OneAsync($"select kind from phone where agent_id = '{agentId}'");

    private static async Task<JsonElement> AskAsync(HttpClient client, string path, HttpStatusCode status)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), House.Cancellation);
        return await BodyAsync(answer, status);
    }

    private static async Task<JsonElement> PostAsync(
        HttpClient client, string path, string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, House.Cancellation);
        return await BodyAsync(answer, status);
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(House.Cancellation);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        using var document = JsonDocument.Parse(text.Length == 0 ? "null" : text);
        return document.RootElement.Clone();
    }

    private async Task<Guid> AddAgentAsync()
    {
        var agentId = Guid.CreateVersion7();
        await _house.AddNameAsync(agentId);
        return agentId;
    }
}
