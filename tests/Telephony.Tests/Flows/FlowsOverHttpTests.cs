using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CallCenter.Fixtures;
using CallCenter.Hosting;
using CallCenter.Telephony.Flows;
using CallCenter.Telephony.Numbers;
using CallCenter.Telephony.Tests.Houses;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CallCenter.Telephony.Tests.Flows;

/// <summary>Flows, calendars and the numbers that lead to them, by HTTP and on a real database.</summary>
public sealed class FlowsOverHttpTests(Servers servers) : IAsyncLifetime
{
    private House _house = null!;
    private ServiceUnderTest _service = null!;
    private HttpClient _administrator = null!;

    public async ValueTask InitializeAsync()
    {
        _house = await House.StartOnAsync(servers, new Uri("http://127.0.0.1:1/ari/"), started: false);
        _service = await ServiceUnderTest.StartAsync(
            servers, _house.Ports, "telephony", _house.Stored,
            service =>
            {
                service.AddSchema(typeof(TelephonyOptions).Assembly);
                service.Services.AddSingleton(_house.Options);
                service.Services.AddSingleton(_house.Transactions);
                service.Services.AddSingleton<FlowLibrary>();
                service.Services.AddSingleton<SoundFolders>();
            },
            app =>
            {
                app.MapNumberEndpoints();
                app.MapFlowEndpoints();
                app.MapCalendarEndpoints();
            });
        _administrator = _service.ClientOf(Roles.Administrator);
    }

    public async ValueTask DisposeAsync()
    {
        _administrator.Dispose();
        await _service.DisposeAsync();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task A_changed_flow_is_a_new_version_and_the_same_one_is_not()
    {
        var first = await PutAsync("flows/main", Play("callcenter/one"), HttpStatusCode.OK);
        Assert.Equal(1, first.GetProperty("version").GetInt32());
        var same = await PutAsync("flows/main", Play("callcenter/one"), HttpStatusCode.OK);
        Assert.Equal(first.GetProperty("hash").GetString(), same.GetProperty("hash").GetString());
        Assert.Equal(1, same.GetProperty("version").GetInt32());
        var second = await PutAsync("flows/main", Play("callcenter/two"), HttpStatusCode.OK);
        Assert.Equal(2, second.GetProperty("version").GetInt32());
        await PutAsync("flows/main/active", """{"version": 2}""", HttpStatusCode.OK);
        await PutAsync("flows/main/active", """{"version": 1}""", HttpStatusCode.OK);
        await PutAsync("flows/main/active", """{"version": 3}""", HttpStatusCode.NotFound);
        var flow = await GetAsync("flows/main");
        Assert.Equal(1, flow.GetProperty("activeVersion").GetInt32());
        Assert.Equal(2, flow.GetProperty("versions").GetArrayLength());
        var document = await GetAsync("flows/main/versions/2");
        Assert.Contains("callcenter/two", document.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, (await GetAsync("flows")).GetArrayLength());
    }

    [Fact]
    public async Task A_stored_version_cannot_be_changed_not_even_in_the_database()
    {
        await PutAsync("flows/main", Play("callcenter/one"), HttpStatusCode.OK);
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => _house.ExecuteAsync("update flow_version set document = '{}'"));
        Assert.Contains("never changes", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_flow_is_refused_with_the_place_of_each_fault()
    {
        var refused = await PutAsync(
            "flows/main",
            """
            {"entry": "a", "safeExit": "bye", "nodes": {
              "a": {"type": "play", "prompts": ["p"], "next": {"done": "z"}},
              "bye": {"type": "hangup"}, "b": {"type": "say", "text": "{{", "next": {"done": "bye"}}}}
            """,
            HttpStatusCode.BadRequest);
        var errors = refused.GetProperty("errors");
        Assert.Equal("leads to 'z', which is not a node", errors.GetProperty("nodes.a.next.done")[0].GetString());
        Assert.Equal("opens {{ and does not close it", errors.GetProperty("nodes.b.text")[0].GetString());
    }

    [Fact]
    public async Task A_prompt_that_a_node_lacks_in_a_language_of_the_flow_is_refused()
    {
        var folder = _house.Options.Nodes[0].SoundsDirectory = Path.Combine(_house.RecordingStore, "sounds");
        Directory.CreateDirectory(Path.Combine(folder, "en"));
        await File.WriteAllTextAsync(Path.Combine(folder, "en", "one.wav"), "", House.Cancellation);
        var refused = await PutAsync("flows/main", Play("callcenter/one"), HttpStatusCode.BadRequest);
        Assert.Equal(
            "names the sound callcenter/one, which is not there in: zh",
            refused.GetProperty("errors").GetProperty("nodes.a.prompts.0")[0].GetString());
        await PutAsync("flows/main", Play("digits/1"), HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_flow_relies_only_on_what_is_there()
    {
        static string Calls(string flow, string calendar) => $$$"""
            {"entry": "c", "safeExit": "bye", "nodes": {
              "c": {"type": "calendar", "calendar": "{{{calendar}}}",
                "next": {"open": "s", "closed": "bye", "holiday": "bye"}},
              "s": {"type": "subflow", "flow": "{{{flow}}}", "next": {"done": "bye"}}, "bye": {"type": "hangup"} } }
            """;
        var refused = await PutAsync("flows/main", Calls("ask", "office"), HttpStatusCode.BadRequest);
        Assert.Equal(2, refused.GetProperty("errors").EnumerateObject().Count());
        await PutAsync(
            "calendars/office", """{"timeZone": "Europe/London", "hours": {"monday": ["09:00-17:00"]}}""",
            HttpStatusCode.OK);
        await PutAsync("flows/ask", Play("callcenter/one"), HttpStatusCode.OK);
        await PutAsync("flows/ask/active", """{"version": 1}""", HttpStatusCode.OK);
        await PutAsync("flows/main", Calls("ask", "office"), HttpStatusCode.OK);
        await PutAsync("flows/main/active", """{"version": 1}""", HttpStatusCode.OK);
        var loop = await PutAsync("flows/ask", Calls("main", "office"), HttpStatusCode.BadRequest);
        Assert.Contains(
            "leads back to ask", loop.GetProperty("errors").GetProperty("nodes.s.flow")[0].GetString(),
            StringComparison.Ordinal);
        await using var connection = await _house.Database.OpenConnectionAsync(House.Cancellation);
        var book = await new FlowLibrary().OpenAsync(connection, "main", House.Cancellation);
        Assert.Equal(["ask", "main"], book!.Documents.Keys.Order());
        Assert.Equal("Europe/London", book.Calendars["office"].TimeZone);
    }

    [Theory]
    [InlineData("""{"timeZone": "Mars/Olympus"}""", "timeZone")]
    [InlineData("""{"timeZone": "Europe/London", "hours": {"noday": ["09:00-17:00"]}}""", "hours.noday")]
    [InlineData("""{"timeZone": "Europe/London", "hours": {"monday": ["17:00-09:00"]}}""", "hours.monday")]
    [InlineData("""{"timeZone": "Europe/London", "hours": {"monday": ["9-17"]}}""", "hours.monday")]
    [InlineData("""{"timeZone": "Asia/Tokyo", "hours": {"monday": ["09:00-12:00", "11:00-13:00"]}}""", "hours.monday")]
    public async Task A_broken_calendar_is_told_its_place(string body, string place) => Assert.True(
        (await PutAsync("calendars/office", body, HttpStatusCode.BadRequest))
            .GetProperty("errors").TryGetProperty(place, out _));

    [Fact]
    public async Task Digits_lead_elsewhere_at_another_time_but_never_to_two_places_at_once()
    {
        await PutAsync("flows/main", Play("callcenter/one"), HttpStatusCode.OK);
        var flow = await PutNumberAsync(null, null, HttpStatusCode.BadRequest, flow: "main");
        Assert.Contains("active version", flow.GetRawText(), StringComparison.Ordinal);
        await PutAsync("flows/main/active", """{"version": 1}""", HttpStatusCode.OK);
        await PutNumberAsync(null, "2026-03-01T00:00:00Z", HttpStatusCode.OK, flow: "main", campaign: "winter");
        await PutNumberAsync("2026-02-28T23:59:59Z", null, HttpStatusCode.Conflict);
        await PutNumberAsync(null, null, HttpStatusCode.Conflict);
        await PutNumberAsync("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", HttpStatusCode.OK, campaign: "spring");
        await PutNumberAsync("2026-04-01T00:00:00Z", "2026-04-01T00:00:00Z", HttpStatusCode.BadRequest);
        await using var connection = await _house.Database.OpenConnectionAsync(House.Cancellation);
        foreach (var (at, campaign) in new (string, string?)[]
                 {
                     ("2026-02-28T23:59:59.9Z", "winter"), ("2026-03-01T00:00:00Z", "spring"),
                     ("2026-04-01T00:00:00Z", null),
                 })
        {
            var found = await NumberStore.FindByE164Async(
                connection, House.Dialled,
                DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), House.Cancellation);
            Assert.Equal(campaign, found?.Campaign);
        }
    }

    [Fact]
    public async Task The_schema_names_every_type_property_and_exit()
    {
        var schema = (await GetAsync("flows/schema")).GetRawText();
        foreach (var word in FlowWords.Types.Keys.Concat(FlowWords.Properties.Keys)
                     .Concat(FlowWords.Types.Values.SelectMany(type => type.Exits.Concat(type.OptionalExits))))
        {
            Assert.Contains($"\"{word}\"", schema, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_administrators_store_flows()
    {
        using var supervisor = _service.ClientOf(Roles.Supervisor);
        using var content = new StringContent(Play("callcenter/one"), Encoding.UTF8, "application/json");
        using var answer = await supervisor.PutAsync(
            new Uri("/flows/main", UriKind.Relative), content, House.Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static string Play(string sound) => $$$"""
        {"entry": "a", "safeExit": "bye", "languages": ["en", "zh"], "nodes": {
          "a": {"type": "play", "prompts": ["{{{sound}}}"], "next": {"done": "bye"}}, "bye": {"type": "hangup"} } }
        """;

    private Task<JsonElement> PutNumberAsync(
        string? from, string? until, HttpStatusCode expected, string? flow = null, string? campaign = null) =>
        PutAsync(
            $"numbers/{Guid.CreateVersion7()}",
            JsonSerializer.Serialize(new
            {
                e164 = House.Dialled, queueId = _house.QueueId, language = "en", flow, campaign, validFrom = from,
                validUntil = until,
            }),
            expected);

    private async Task<JsonElement> PutAsync(string path, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _administrator.PutAsync(
            new Uri("/" + path, UriKind.Relative), content, House.Cancellation);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(House.Cancellation);
    }

    private Task<JsonElement> GetAsync(string path) =>
        _administrator.GetFromJsonAsync<JsonElement>(new Uri("/" + path, UriKind.Relative), House.Cancellation);
}
