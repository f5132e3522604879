using System.Net;
using System.Text;
using System.Text.Json;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Callbacks;
using CallCenter.Telephony.Tests.Ari;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Trunks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Telephony.Tests.Callbacks;

/// <summary>Callbacks by HTTP.</summary>
public sealed class CallbacksOverHttpTests(Servers servers) : IAsyncLifetime
{
    private FakeSwitch _fake = null!;
    private House _house = null!;
    private ServiceUnderTest _service = null!;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeSwitch.StartAsync();
        _house = await House.StartOnAsync(
            servers, _fake.Address, started: true, options => options.DialAllowed = ["+441632960"]);
        await _house.AddNumberAsync();
        await using (var connection = await _house.Database.OpenConnectionAsync(House.Cancellation))
        {
            await DialPermissionStore.SetAsync(
                connection,
                new DialPermission { PermissionId = Guid.CreateVersion7(), Role = Roles.Agent, Prefixes = ["+44"] },
                House.Cancellation);
        }

        _service = await ServiceUnderTest.StartAsync(
            servers, _house.Ports, "telephony", _house.Stored,
            service =>
            {
                service.AddSchema(typeof(TelephonyOptions).Assembly);
                service.Services.AddSingleton(_house.Options);
                service.Services.AddSingleton(_house.Transactions);
                service.Services.AddSingleton(_house.Replica.Services.CallerReference);
            },
            app => app.MapCallbackEndpoints());
    }

    [Fact]
    public async Task Who_may_not_dial_a_number_may_not_have_it_called_back()
    {
        using var supervisor = _service.ClientOf(Roles.Supervisor);
        var body = $$"""{"e164": "+441632960123", "queueId": "{{_house.QueueId}}"}""";
        var refused = await PostAsync(supervisor, body, HttpStatusCode.Forbidden);
        Assert.Contains("dial permission", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _house.DisposeAsync();
        await _fake.DisposeAsync();
    }

    [Fact]
    public async Task A_callback_is_asked_for_shown_without_the_number_and_withdrawn_once()
    {
        using var agent = _service.ClientOf(Roles.Agent);
        var body = $$"""{"e164": "+441632960123", "queueId": "{{_house.QueueId}}", "priority": 5, "language": "zh"}""";
        var asked = await PostAsync(agent, body, HttpStatusCode.Accepted);
        var id = asked.GetProperty("callbackId").GetGuid();
        var said = await _house.NextAsync<CallbackRequested>();
        Assert.Equal((id, _house.QueueId, 5, "zh"), (said.CallbackId, said.QueueId, said.Priority, said.Language));
        Assert.Null(said.CallId);
        var shown = await SendAsync(agent, HttpMethod.Get, id, HttpStatusCode.OK);
        Assert.DoesNotContain("1632960123", shown.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            await _house.BodiesAsync(), said => said.Contains("1632960123", StringComparison.Ordinal));

        await SendAsync(agent, HttpMethod.Delete, id, HttpStatusCode.NoContent);
        Assert.Equal(id, (await _house.NextAsync<CallbackWithdrawn>()).CallbackId);
        await _house.HearAsync(new CallbackEndedConsumer(), Ended(id, "withdrawn", joined: null));
        await SendAsync(agent, HttpMethod.Delete, id, HttpStatusCode.Conflict);
        Assert.Single(await _house.EventsAsync<CallbackWithdrawn>());
        await SendAsync(agent, HttpMethod.Get, Guid.CreateVersion7(), HttpStatusCode.NotFound);
        await SendAsync(agent, HttpMethod.Delete, Guid.CreateVersion7(), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"e164": "+18005550100", "queueId": "QUEUE"}""", "e164", "prefix")]
    [InlineData("""{"e164": "0018005550100", "queueId": "QUEUE"}""", "e164", "prefix")]
    [InlineData("""{"e164": "12", "queueId": "QUEUE"}""", "e164", "7 to 15 digits")]
    [InlineData("""{"e164": "+4416329601234567890", "queueId": "QUEUE"}""", "e164", "7 to 15 digits")]
    [InlineData("""{"e164": "+441632960123&app=x", "queueId": "QUEUE"}""", "e164", "7 to 15 digits")]
    [InlineData("""{"e164": "", "queueId": "QUEUE"}""", "e164", "7 to 15 digits")]
    [InlineData("""{"queueId": "QUEUE"}""", "e164", "7 to 15 digits")]
    [InlineData("""{"e164": 441632960123, "queueId": "QUEUE"}""", "e164", "")]
    [InlineData("""{"e164": "+441632960123"}""", "queueId", "UUID")]
    [InlineData("""{"e164": "+441632960123", "queueId": "sales"}""", "queueId", "")]
    [InlineData("""{"e164": "+441632960123", "queueId": "0190c0de-0000-7000-8000-00000000ffff"}""",
        "queueId", "a number of ours")]
    [InlineData("""{"e164": "+441632960123", "queueId": "QUEUE", "priority": 101}""", "priority", "-100 to 100")]
    [InlineData("""{"e164": "+441632960123", "queueId": "QUEUE", "language": "../en"}""", "language", "RFC 5646")]
    [InlineData("""{"e164": "+441632960123", "queueId": "QUEUE", "notAfter": "2020-01-01T00:00:00Z"}""",
        "notAfter", "in the future")]
    [InlineData("""{"e164": "+441632960123", "queueId": "QUEUE", "notBefore": "2120-01-01T00:00:00Z"}""",
        "notBefore", "60 days")]
    public async Task What_is_wrong_is_refused_with_field_and_rule_and_nobody_is_called(
        string body, string field, string rule)
    {
        using var agent = _service.ClientOf(Roles.Agent);
        var problem = await PostAsync(
            agent, body.Replace("QUEUE", _house.QueueId.ToString(), StringComparison.Ordinal),
            HttpStatusCode.BadRequest);
        Assert.Contains(field, problem.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(rule, problem.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(await _house.EventsAsync<CallbackRequested>());
    }

    [Fact]
    public async Task A_second_request_of_the_same_customer_is_known_by_the_reference_and_ends_as_joined()
    {
        using var agent = _service.ClientOf(Roles.Agent);
        var body = $$"""{"e164": "+441632960123", "queueId": "{{_house.QueueId}}"}""";
        var first = (await PostAsync(agent, body, HttpStatusCode.Accepted)).GetProperty("callbackId").GetGuid();
        var again = body.Replace("+44", "0044", StringComparison.Ordinal);
        var second = (await PostAsync(agent, again, HttpStatusCode.Accepted)).GetProperty("callbackId").GetGuid();
        var said = await _house.EventsAsync<CallbackRequested>();
        Assert.Equal(2, said.Count);
        Assert.Equal(said[0].CallerRef, said[1].CallerRef);

        await _house.HearAsync(new CallbackEndedConsumer(), Ended(second, "joined", first));

        var shown = await SendAsync(agent, HttpMethod.Get, second, HttpStatusCode.OK);
        Assert.Equal("joined", shown.GetProperty("outcome").GetString());
        var open = await SendAsync(agent, HttpMethod.Get, first, HttpStatusCode.OK);
        Assert.False(open.TryGetProperty("outcome", out var outcome) && outcome.ValueKind == JsonValueKind.String);
    }

    [Fact]
    public async Task Only_agents_supervisors_and_administrators_have_anything_to_do_with_callbacks()
    {
        var body = $$"""{"e164": "+441632960123", "queueId": "{{_house.QueueId}}"}""";
        foreach (var role in (string[])[Roles.Analyst, Roles.DepartmentHead, Roles.Executive, Roles.Subscriber])
        {
            using var other = _service.ClientOf(role);
            await PostAsync(other, body, HttpStatusCode.Forbidden);
            await SendAsync(other, HttpMethod.Get, Guid.CreateVersion7(), HttpStatusCode.Forbidden);
            await SendAsync(other, HttpMethod.Delete, Guid.CreateVersion7(), HttpStatusCode.Forbidden);
        }

        using var nobody = _service.Client(token: null);
        await PostAsync(nobody, body, HttpStatusCode.Unauthorized);
        Assert.Empty(await _house.EventsAsync<CallbackRequested>());
    }

    [Fact]
    public async Task Where_no_prefix_is_permitted_nobody_can_be_called_back()
    {
        _house.Options.DialAllowed = [];
        using var administrator = _service.ClientOf(Roles.Administrator);
        var body = $$"""{"e164": "+441632960123", "queueId": "{{_house.QueueId}}"}""";
        await PostAsync(administrator, body, HttpStatusCode.BadRequest);
    }

    private static CallbackEnded Ended(Guid id, string outcome, Guid? joined) => new()
    {
        CallbackId = id,
        QueueId = Guid.Empty,
        Outcome = outcome,
        Attempts = 0,
        JoinedId = joined,
        EndedAt = TimeProvider.System.GetUtcNow(),
    };

    private static async Task<JsonElement> PostAsync(HttpClient client, string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(
            new Uri("/callbacks", UriKind.Relative), content, House.Cancellation);
        return await BodyAsync(answer, status);
    }

    private static async Task<JsonElement> SendAsync(
        HttpClient client, HttpMethod method, Guid id, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(method, new Uri($"/callbacks/{id}", UriKind.Relative));
        using var answer = await client.SendAsync(request, House.Cancellation);
        return await BodyAsync(answer, status);
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(House.Cancellation);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
