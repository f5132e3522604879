using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Tests.Ari;
using CallCenter.Telephony.Tests.Houses;
using CallCenter.Telephony.Trunks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CallCenter.Telephony.Tests.Trunks;

/// <summary>Trunks, permissions and nodes by HTTP.</summary>
public sealed class TrunksOverHttpTests(Servers servers) : IAsyncLifetime
{
    private const string Secret = "never-shown-again";
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
            app => app.MapNodeParts());
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _house.DisposeAsync();
        await _fake.DisposeAsync();
    }

    [Fact]
    public async Task A_trunk_is_set_up_pushed_changed_and_removed_and_its_password_never_comes_back()
    {
        using var administrator = _service.ClientOf(Roles.Administrator);
        var id = Guid.CreateVersion7();
        var body = new
        {
            name = "north", mode = "register", addresses = new[] { "sip.example.com" }, username = "me",
            password = Secret, rank = 3,
        };
        var set = await SendAsync(administrator, HttpMethod.Put, $"/trunks/{id}", body, HttpStatusCode.OK);
        Assert.DoesNotContain(Secret, set.GetRawText(), StringComparison.Ordinal);
        var endpoint = TrunkIds.Endpoint(id);
        await House.UntilAsync(
            () => Task.FromResult(_fake.Commands.Contains(
                $"PUT asterisk/config/dynamic/res_pjsip/registration/{endpoint}")),
            "a pushed trunk");

        // Without a password the one that is kept stays.
        var changed = new { body.name, body.mode, body.addresses, body.username, maxCalls = 7 };
        await SendAsync(administrator, HttpMethod.Put, $"/trunks/{id}", changed, HttpStatusCode.OK);
        Assert.Equal(Secret, await _house.OneAsync("select password from trunk"));
        var shown = await SendAsync(administrator, HttpMethod.Get, $"/trunks/{id}", null, HttpStatusCode.OK);
        Assert.Equal(7, shown.GetProperty("maxCalls").GetInt32());
        var all = await SendAsync(administrator, HttpMethod.Get, "/trunks", null, HttpStatusCode.OK);
        Assert.Equal(1, all.GetArrayLength());
        Assert.DoesNotContain(Secret, shown.GetRawText() + all.GetRawText(), StringComparison.Ordinal);

        await SendAsync(administrator, HttpMethod.Delete, $"/trunks/{id}", null, HttpStatusCode.NoContent);
        await SendAsync(administrator, HttpMethod.Delete, $"/trunks/{id}", null, HttpStatusCode.NoContent);
        await SendAsync(administrator, HttpMethod.Get, $"/trunks/{id}", null, HttpStatusCode.NotFound);
        Assert.Null(await _house.OneAsync("select password from trunk"));
    }

    [Fact]
    public async Task Broken_requests_are_told_their_field_and_only_administrators_may_ask()
    {
        using var administrator = _service.ClientOf(Roles.Administrator);
        using var supervisor = _service.ClientOf(Roles.Supervisor);
        var id = Guid.CreateVersion7();
        var told = await SendAsync(
            administrator, HttpMethod.Put, $"/trunks/{id}", new { name = "x", mode = "peer" },
            HttpStatusCode.BadRequest);
        Assert.True(told.GetProperty("errors").TryGetProperty("mode", out _));
        told = await SendAsync(
            administrator, HttpMethod.Put, $"/dial-permissions/{id}", new { role = "analyst" },
            HttpStatusCode.BadRequest);
        Assert.True(told.GetProperty("errors").TryGetProperty("role", out _));
        told = await SendAsync(
            administrator, HttpMethod.Put, $"/dial-permissions/{id}",
            new { role = "agent", prefixes = new[] { "" } }, HttpStatusCode.BadRequest);
        Assert.True(told.GetProperty("errors").TryGetProperty("prefixes", out _));
        await SendAsync(supervisor, HttpMethod.Get, "/trunks", null, HttpStatusCode.Forbidden);
        await SendAsync(supervisor, HttpMethod.Delete, $"/trunks/{id}", null, HttpStatusCode.Forbidden);
        await SendAsync(supervisor, HttpMethod.Get, "/dial-permissions", null, HttpStatusCode.Forbidden);
        await SendAsync(supervisor, HttpMethod.Post, "/nodes/fake/drain", null, HttpStatusCode.Forbidden);
        await SendAsync(administrator, HttpMethod.Post, "/nodes/none/drain", null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_permission_is_given_changed_and_taken_back()
    {
        using var administrator = _service.ClientOf(Roles.Administrator);
        var path = $"/dial-permissions/{Guid.CreateVersion7()}";
        await SendAsync(
            administrator, HttpMethod.Put, path, new { role = "agent", prefixes = new[] { "+44" } }, HttpStatusCode.OK);
        await SendAsync(
            administrator, HttpMethod.Put, path, new { role = "agent", prefixes = new[] { "+4420", "+33" } },
            HttpStatusCode.OK);
        var all = await SendAsync(administrator, HttpMethod.Get, "/dial-permissions", null, HttpStatusCode.OK);
        Assert.Equal(2, Assert.Single(all.EnumerateArray()).GetProperty("prefixes").GetArrayLength());
        await SendAsync(administrator, HttpMethod.Delete, path, null, HttpStatusCode.NoContent);
        all = await SendAsync(administrator, HttpMethod.Get, "/dial-permissions", null, HttpStatusCode.OK);
        Assert.Equal(0, all.GetArrayLength());
    }

    private static async Task<JsonElement> SendAsync(
        HttpClient client, HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = await client.SendAsync(request, House.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(House.Cancellation);
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
