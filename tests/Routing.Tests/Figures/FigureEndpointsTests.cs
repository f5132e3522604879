using System.Net;
using System.Text.Json;
using CallCenter.Hosting;
using CallCenter.Routing.Figures;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

[Collection(OverHttp.Name)]
public sealed class FigureEndpointsTests(RoutingOverHttp over)
{
    // The clock of this service stands at noon or later: an hour of the morning is over.
    private const string Morning = "from=2026-03-02T08:00:00Z&to=2026-03-02T09:00:00Z";
    private readonly HttpClient _supervisor = over.Service.ClientOf(Roles.Supervisor);

    [Fact]
    public async Task Calls_that_were_heard_of_are_counted_as_by_hand()
    {
        var queue = await AddQueueAsync(8_000);
        // Answered after 10 s and 30 s, abandoned after 3 s, 12 s and 40 s, one callback; one waits for 20 s so far.
        await CallAsync(queue, 8_100, answeredAfter: 10);
        await CallAsync(queue, 8_101, answeredAfter: 30);
        await CallAsync(queue, 8_102, leftAfter: 3);
        await CallAsync(queue, 8_103, leftAfter: 12);
        await CallAsync(queue, 8_104, leftAfter: 40);
        await CallAsync(queue, 8_105, leftAfter: 15, cause: "callback");
        await over.Centre.HearAsync(Facts.Queued(8_106, Morning08 + 3_580, queue));
        await over.Centre.FoldAsync();

        var figures = await QueueAsync(queue, Morning);

        Assert.Equal(1, figures["waiting"]);
        Assert.Equal(20_000, figures["oldest-wait"]);
        Assert.Equal((7, 6, 2, 3, 1, 1), (
            figures["queued"], figures["left"], figures["answered"], figures["abandoned"], figures["abandoned.short"],
            figures["callbacks"]));
        Assert.Equal(1 / 4d, figures["service-level.answered-within-threshold"]);
        Assert.Equal(4 / 6d, figures["service-level.amazon"]);
        Assert.Equal(1 / 5d, figures["service-level.genesys"]);
        Assert.Equal(1 / 2d, figures["service-level.asterisk"]);
        Assert.Equal(3 / 5d, figures["service-level.asterisk2"]);
        Assert.Equal(1 / 3d, figures["service-level.without-early-abandons"]);
        Assert.Equal(1 / 2d, figures["abandonment-rate"]);
        Assert.Equal(20_000, figures["average-speed-of-answer"]);
        Assert.Equal(40_000, figures["longest-wait"]);

        var generous = await QueueAsync(queue, $"{Morning}&withinMs=30000&shortMs=12000");
        Assert.Equal(2 / 3d, generous["service-level.answered-within-threshold"]);
        Assert.Equal(1, generous["service-level.asterisk"]);
    }

    [Fact]
    public async Task A_queue_with_a_target_is_measured_by_it_unless_told_otherwise()
    {
        var queue = await AddQueueAsync(8_004, new { target = new { percent = 80, withinMs = 30_000 } });
        await CallAsync(queue, 8_400, answeredAfter: 25);
        await CallAsync(queue, 8_401, leftAfter: 3);
        await over.Centre.FoldAsync();

        var shown = (await _supervisor.AskAsync($"/figures/queues/{queue}?{Morning}").BodyAsync())
            .GetProperty("queues")[0];
        Assert.Equal((30_000, 0), (shown.GetProperty("withinMs").GetInt32(), shown.GetProperty("shortMs").GetInt32()));
        // Answered in time; who left after three seconds is no short abandon here.
        Assert.Equal(0.5, (await QueueAsync(queue, Morning))["service-level.answered-within-threshold"]);
        Assert.Equal(
            0, (await QueueAsync(queue, $"{Morning}&withinMs=20000&shortMs=5000"))["service-level.asterisk"]);
        Assert.Equal(1, (await QueueAsync(queue, $"{Morning}&shortMs=5000"))["abandoned.short"]);
    }

    [Fact]
    public async Task Customers_who_are_called_back_are_counted_on_their_own()
    {
        var queue = await AddQueueAsync(8_005);
        await CallAsync(queue, 8_500, answeredAfter: 40);
        await CallAsync(queue, 8_501, answeredAfter: 4, callback: true);
        await CallAsync(queue, 8_502, leftAfter: 6, callback: true);
        await over.Centre.FoldAsync();

        var figures = await QueueAsync(queue, Morning);

        Assert.Equal((1, 1, 0, 1), (
            figures["queued"], figures["answered"], figures["abandoned"], figures["left"]));
        Assert.Equal(40_000, figures["average-speed-of-answer"]);
        Assert.Equal((1, 1, 4_000), (
            figures["callbacks.answered"], figures["callbacks.lost"], figures["callbacks.average-speed-of-answer"]));
    }

    [Fact]
    public async Task An_hour_without_calls_has_counts_of_nought_and_no_ratios()
    {
        var queue = await AddQueueAsync(8_001);

        var figures = await QueueAsync(queue, Morning);

        Assert.Equal((0, 0), (figures["waiting"], figures["answered"]));
        Assert.Null(figures["service-level.answered-within-threshold"]);
        Assert.Null(figures["average-speed-of-answer"]);
        Assert.Null(figures["oldest-wait"]);
    }

    [Fact]
    public async Task A_call_that_Routing_assigned_is_counted_for_its_queue_and_its_agent()
    {
        await using var centre = await Centre.OpenAsync(over.Servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Facts.Queued(at: 0));
        await centre.MatchAsync();
        var assignment = await centre.OneAsync<Guid>("select assignment_id from assignment");
        centre.Clock.Move(90);
        await centre.HearAsync(Facts.Ringing(assignment, at: 1));
        await centre.HearAsync(Facts.Answered(assignment, at: 4));
        await centre.HearAsync(Facts.Released(assignment, at: 60));
        await centre.HearAsync(Facts.Ended(at: 61) with { Abandoned = false, Cause = "completed" });
        await centre.Deadlines().EndDueAsync(Token);
        await centre.FoldAsync();

        var window = FigureWindow.Today(centre.Options, At(100));
        await using var connection = await centre.Database.OpenConnectionAsync(Token);
        var agent = Assert.Single(await TallyStore.AgentsAsync(connection, window, Id(1), Token));
        Assert.Equal(("available", "idle", At(90)), (agent.Status, agent.Activity, agent.SinceAt!.Value));
        // Reserved at noon, ringing at 1 s, talking 4 to 60 s, wrap-up until 90 s, idle since.
        Assert.Equal((4_000, 56_000, 30_000, 10_000),
            (agent.RingingMs, agent.TalkingMs, agent.WrapUpMs, agent.IdleMs));
        Assert.Equal((1, 1, 56_000, 30_000), (
            agent.Handling.OffersAnswered, agent.Handling.Finished, agent.Handling.TalkMs, agent.Handling.WrapUpMs));
        var queue = Assert.Single(await TallyStore.QueuesAsync(connection, window, Token));
        Assert.Equal((1, 4_000), (queue.AnsweredWithin, queue.AnsweredWaitMs));
        Assert.Equal(agent.Handling, queue.Handling);
    }

    [Fact]
    public async Task Agents_see_the_figures_of_queues_and_their_own_only()
    {
        await over.Centre.SaveAsync(Agent(8_200), Agent(8_201));
        using var agent = over.Service.ClientOfAgent(Id(8_200));

        await agent.AskAsync("/figures/queues").BodyAsync();
        var own = await agent.AskAsync($"/figures/agents/{Id(8_200)}").BodyAsync();
        Assert.True(own.GetProperty("together").GetArrayLength() > 0);
        Assert.Equal(
            "An agent sees only their own figures.",
            await agent.AskAsync($"/figures/agents/{Id(8_201)}").RefusalAsync(HttpStatusCode.Forbidden));
        await agent.AskAsync("/figures/agents").RefusalAsync(HttpStatusCode.Forbidden);
        using var subscriber = over.Service.ClientOf(Roles.Subscriber);
        await subscriber.AskAsync("/figures/queues").RefusalAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Every_figure_carries_its_definition_and_every_definition_is_told()
    {
        using var subscriber = over.Service.ClientOf(Roles.Subscriber);
        var definitions = (await subscriber.AskAsync("/figures/definitions").BodyAsync()).EnumerateArray().ToList();
        var told = definitions.Select(one => (Text(one, "id"), one.GetProperty("version").GetInt32())).ToHashSet();
        var queue = await AddQueueAsync(8_002);

        var shown = (await _supervisor.AskAsync($"/figures/queues/{queue}").BodyAsync()).GetProperty("queues")[0]
            .GetProperty("figures").EnumerateArray()
            .Concat((await _supervisor.AskAsync("/figures/agents").BodyAsync()).GetProperty("together")
                .EnumerateArray())
            .Select(one => (Text(one, "id"), one.GetProperty("version").GetInt32())).ToHashSet();

        Assert.True(told.SetEquals(shown));
        Assert.Contains(("service-level.answered-within-threshold", 2), told);
        Assert.All(definitions, one => Assert.NotEmpty(Text(one, "chinese")));
    }

    [Fact]
    public async Task Only_the_definitions_asked_for_are_shown()
    {
        var queue = await AddQueueAsync(8_003);

        var figures = await QueueAsync(queue, "definition=waiting&definition=answered");

        Assert.Equal(["waiting", "answered"], figures.Keys);
    }

    [Theory]
    [InlineData("from=2026-03-02T09:00:00Z&to=2026-03-02T08:00:00Z", "from: must be before \"to\"")]
    [InlineData("from=2025-03-02T09:00:00Z", "from: must be at most 31 days before \"to\"")]
    [InlineData("to=2126-03-02T09:00:00Z", "to: must not lie in the future")]
    [InlineData("lastMs=0", "lastMs: must be 1 to 31 days")]
    [InlineData("lastMs=5&from=2026-03-02T08:00:00Z", "lastMs: goes without \"from\"")]
    [InlineData("withinMs=0", "withinMs: must be 1 to 604800000")]
    [InlineData("shortMs=600001", "shortMs: must be 0 to 600000")]
    [InlineData("definition=nothing", "definition: must be ids of GET /figures/definitions")]
    public async Task A_query_that_breaks_a_rule_is_refused_with_the_rule(string query, string refusal)
    {
        Assert.Equal(
            refusal, await _supervisor.AskAsync($"/figures/queues?{query}").RefusalAsync(HttpStatusCode.BadRequest));
        Assert.Equal(
            refusal, await _supervisor.AskAsync($"/figures/agents?{query}").RefusalAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task An_unknown_queue_or_agent_has_no_figures()
    {
        await _supervisor.AskAsync($"/figures/queues/{Id(8_999)}").RefusalAsync(HttpStatusCode.NotFound);
        await _supervisor.AskAsync($"/figures/agents/{Id(8_999)}").RefusalAsync(HttpStatusCode.NotFound);
    }

    /// <summary>Eight in the morning, in seconds from noon.</summary>
    private const double Morning08 = -4 * 3_600;

    private async Task<Guid> AddQueueAsync(int number, object? plan = null)
    {
        var (name, skills) = ($"Counted {number}", new[] { $"counted-{number}" });
        var agent = 20_000 + number;
        await _supervisor.PutAsync($"/agents/{Id(agent)}", new { number = $"{agent}", name, skills }).BodyAsync();
        await _supervisor.PutAsync($"/queues/{Id(number)}", new { name, skills, plan = plan ?? new { } }).BodyAsync();
        return Id(number);
    }

    private async Task CallAsync(
        Guid queue, int call, double? answeredAfter = null, double leftAfter = 100, string cause = "caller-hung-up",
        bool callback = false)
    {
        await over.Centre.HearAsync(Facts.Queued(call, callback ? Morning08 - 3_600 : Morning08, queue) with
        {
            EnteredAt = At(Morning08), CallbackId = callback ? Id(call + 900) : null,
        });
        if (answeredAfter is { } seconds)
        {
            await over.Centre.HearAsync(
                Facts.Answered(Id(call + 500), call, at: Morning08 + seconds) with { QueueId = queue });
        }

        await over.Centre.HearAsync(Facts.Ended(call, Morning08 + leftAfter) with
        {
            QueueId = queue, Cause = cause, Abandoned = answeredAfter is null && cause == "caller-hung-up",
        });
    }

    private async Task<Dictionary<string, double?>> QueueAsync(Guid queue, string query)
    {
        var answer = await _supervisor.AskAsync($"/figures/queues/{queue}?{query}").BodyAsync();
        return answer.GetProperty("queues")[0].GetProperty("figures").EnumerateArray().ToDictionary(
            one => Text(one, "id"), one => Number(one.GetProperty("value")));
    }

    private static double? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Text(JsonElement one, string name) => one.GetProperty(name).GetString()!;
}
