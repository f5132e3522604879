using System.Net;
using System.Text;
using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Routing.Simulating;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Replaying;

/// <summary>A small day is lived, asked for and simulated under other policies.</summary>
[Collection(OverHttp.Name)]
public sealed class RecordedDayTests(RoutingOverHttp over)
{
    private static readonly Guid Replayed = Id(9_700);
    private readonly HttpClient _supervisor = over.Service.ClientOf(Roles.Supervisor);

    private double Now => (over.Centre.Clock.GetUtcNow() - Noon).TotalSeconds;

    [Fact]
    public async Task A_day_that_was_is_replayed_under_two_policies_side_by_side()
    {
        over.Centre.Clock.Move(60);
        var began = Now;
        await ComeAsync(9_701, level: 5);
        await ComeAsync(9_702, level: 1);
        await _supervisor.PutAsync($"/queues/{Replayed}", new { name = "Replayed", skills = new[] { "replayed" } })
            .BodyAsync();

        // Two are served, one of them after 30 s; one leaves after 12 s; the agents rest, the second for good.
        await TalkAsync(9_710, waits: 4, talks: 56);
        over.Centre.Clock.Move(60);
        await TalkAsync(9_711, waits: 30, talks: 60);
        await ChooseAsync(9_701, "break");
        await ChooseAsync(9_702, "offline");
        over.Centre.Clock.Move(began + 300 - Now);
        await over.Centre.HearAsync(Facts.Queued(9_712, Now, Replayed) with { CallerRef = "k1:secret", Priority = 3 });
        over.Centre.Clock.Move(12);
        await over.Centre.HearAsync(Facts.Ended(9_712, Now) with { QueueId = Replayed });
        over.Centre.Clock.Move(20);
        await ChooseAsync(9_701, "available");
        over.Centre.Clock.Move(200);
        await over.Centre.FoldAsync();
        // The database's own clock does not stand at noon.
        await over.Centre.OneAsync<int>(
            """
            with moved as (
              update figure_event set recorded_at = @at where subject in (@one, @two, @three) returning 1
            )
            select count(*)::int from moved
            """,
            new
            {
                at = At(began + 1), one = $"call/{Id(9_710)}", two = $"call/{Id(9_711)}", three = $"call/{Id(9_712)}",
            });

        var text = (await _supervisor.AskAsync($"/recorded-day?from={At(began):O}&to={At(Now):O}".Replace(
            "+00:00", "Z", StringComparison.Ordinal)).BodyAsync()).GetRawText();
        Assert.All(
            (string[])["secret", "Person", $"{Id(9_701)}", $"{Id(9_710)}", "\"number"],
            personal => Assert.DoesNotContain(personal, text, StringComparison.OrdinalIgnoreCase));
        var day = await DayFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));

        Assert.Empty(day.Problems());
        Assert.Equal(
            [(0, 56_000, null, 4_000, 0), (120_000, 60_000, null, 30_000, 0), (300_000, null, 12_000, (int?)null, 3)],
            day.Calls.Where(call => call.Queue == "Replayed")
                .Select(call => (call.AtMs, call.TalkMs, call.PatienceMs, call.WaitedMs, call.Priority)));
        Assert.Equal(
            ["5: 0 available 210000 break 332000 available", "1: 0 available 210000 offline"],
            day.Agents.Where(agent => agent.Skills.Contains("replayed"))
                .OrderByDescending(agent => agent.Statuses.Count)
                .Select(agent => $"{agent.Levels["replayed"]}: "
                    + string.Join(' ', agent.Statuses.Select(one => $"{one.AtMs} {one.Status}"))));

        // Under two policies side by side: the first two are served as they were; the one who left meets nobody again.
        var results = ((string[])["fewest-calls", "best-skill"])
            .Select(policy => Simulation.Run(DayMaker.Make(day, policy))).ToList();
        Assert.All(results, result =>
        {
            var queue = result.Queues.Single(one => one.Name == "Replayed");
            Assert.Equal((3, 2, 1), (queue.Offered, queue.AnswerWaits.Count, queue.AbandonWaits.Count));
        });
        // One policy shares the calls out, the other gives both to the better agent.
        Assert.Equal([1, 2], results.Select(result => result.Agents.Max(one => one.Calls)));
    }

    [Theory]
    [InlineData("", "from: must be given")]
    [InlineData("?from=2026-01-01T00:00:00Z", "from: must be at most 30 days ago: so long the events are kept")]
    [InlineData("?from=2026-03-02T10:00:00Z", "to: must not lie in the future")]
    [InlineData(
        "?from=2026-02-25T10:00:00Z&to=2026-02-26T10:00:01Z", "to: must be after \"from\", by 24 hours at most")]
    public async Task A_day_that_is_none_is_refused_with_the_field_and_the_rule(string query, string refusal)
    {
        Assert.Equal(refusal, await _supervisor.AskAsync($"/recorded-day{query}").RefusalAsync(
            HttpStatusCode.BadRequest));
        using var analyst = over.Service.ClientOf(Roles.Analyst);
        await analyst.AskAsync($"/recorded-day{query}").RefusalAsync(HttpStatusCode.Forbidden);
    }

    private async Task ComeAsync(int agent, int level)
    {
        await _supervisor.PutAsync($"/agents/{Id(agent)}", new
        {
            number = $"{agent}", name = "Some Person", skills = new[] { "replayed" }, team = "north",
            levels = new { replayed = level },
        }).BodyAsync();
        await over.Centre.HearAsync(new AgentPhoneOnline { AgentId = Id(agent), OnlineAt = At(Now) });
        await ChooseAsync(agent, "available");
    }

    private async Task ChooseAsync(int agent, string status) =>
        await _supervisor.PutAsync($"/agents/{Id(agent)}/status", new { status }).BodyAsync();

    /// <summary>A call is queued now, waits, talks and is wrapped up at once.</summary>
    private async Task TalkAsync(int call, double waits, double talks)
    {
        await over.Centre.HearAsync(Facts.Queued(call, Now, Replayed));
        await over.Centre.MatchAsync();
        var (id, agent) = await over.Centre.OneAsync<(Guid, Guid)>(
            "select assignment_id, agent_id from assignment where call_id = @call", new { call = Id(call) });
        over.Centre.Clock.Move(waits);
        var answered = Facts.Answered(id, call, at: Now) with { AgentId = agent, QueueId = Replayed };
        await over.Centre.HearAsync(answered);
        over.Centre.Clock.Move(talks);
        await over.Centre.HearAsync(
            Facts.Released(id, call, at: Now) with { AgentId = agent, TalkMs = (long)(talks * 1_000) });
        await over.Centre.HearAsync(Facts.Ended(call, Now) with { QueueId = Replayed, Abandoned = false });
        await _supervisor.PostAsync($"/assignments/{id}/wrap-up", new { disposition = "done" }).BodyAsync();
    }
}
