using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Hosting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>The figures of the agents of a team, or at a site.</summary>
[Collection(OverHttp.Name)]
public sealed class TeamFiguresTests(RoutingOverHttp over)
{
    private const string Morning = "from=2026-03-02T08:00:00Z&to=2026-03-02T09:00:00Z&definition=online-time";
    private readonly HttpClient _analyst = over.Service.ClientOf(Roles.Analyst);

    [Fact]
    public async Task Those_of_a_team_and_those_at_a_site_are_counted_together_and_alone()
    {
        await ComeAsync(8_701, team: "gold-8700", site: "north-8700", minutes: 30);
        await ComeAsync(8_702, team: "gold-8700", site: "south-8700", minutes: 15);
        await ComeAsync(8_703, team: "blue-8700", site: "south-8700", minutes: 5);
        await over.Centre.FoldAsync();

        Assert.Equal((2, 45), await CountAsync("team=gold-8700"));
        Assert.Equal((2, 20), await CountAsync("site=south-8700"));
        Assert.Equal((1, 15), await CountAsync("team=gold-8700&site=south-8700"));
        Assert.Equal((0, 0), await CountAsync("team=nobody-8700"));
        var shown = (await _analyst.AskAsync($"/figures/agents?{Morning}&team=blue-8700").BodyAsync())
            .GetProperty("agents")[0];
        Assert.Equal(("blue-8700", "south-8700"), (
            shown.GetProperty("team").GetString(), shown.GetProperty("site").GetString()));
        Assert.Equal([("blue-8700", 1, 5.0), ("gold-8700", 2, 45.0)], await GroupsAsync("teams"));
        Assert.Equal([("north-8700", 1, 30.0), ("south-8700", 2, 20.0)], await GroupsAsync("sites"));
        var listed = await _analyst.AskAsync("/agents?team=gold-8700&site=north-8700").BodyAsync();
        Assert.Equal(Id(8_701), Assert.Single(listed.EnumerateArray()).GetProperty("id").GetGuid());
        // The calls of a queue are of no team: that is said, and not all of them shown as if they were.
        Assert.Equal(
            "team: is of agents: ask for figures of agents, teams or sites",
            await _analyst.AskAsync("/figures/queues?team=gold-8700").RefusalAsync(HttpStatusCode.BadRequest));
        Assert.Equal(
            "team: must be at most 100 characters",
            await _analyst.AskAsync($"/figures/agents?team={new string('a', 101)}")
                .RefusalAsync(HttpStatusCode.BadRequest));
    }

    /// <summary>Online for the last minutes of the hour.</summary>
    private async Task ComeAsync(int agent, string team, string site, double minutes)
    {
        await over.Centre.SaveAsync(Agent(agent) with { Status = "break", Team = team, Site = site });
        await using var work = await over.Centre.Transactions.BeginAsync(TestContext.Current.CancellationToken);
        work.Publish(new AgentActivityChanged
        {
            AgentId = Id(agent), Status = "break", Activity = "idle", ChangedAt = At((-3 * 3_600) - (minutes * 60)),
        });
        await work.CommitAsync(TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyList<(string Name, int Agents, double Minutes)>> GroupsAsync(string of) =>
    [
        .. (await _analyst.AskAsync($"/figures/{of}?{Morning}").BodyAsync()).GetProperty("groups").EnumerateArray()
            .Where(one => one.GetProperty("name").GetString()!.EndsWith("8700", StringComparison.Ordinal))
            .Select(one => (
                one.GetProperty("name").GetString()!, one.GetProperty("agents").GetInt32(),
                one.GetProperty("figures")[0].GetProperty("value").GetDouble() / 60_000)),
    ];

    private async Task<(int Agents, double Minutes)> CountAsync(string who)
    {
        var answer = await _analyst.AskAsync($"/figures/agents?{Morning}&{who}").BodyAsync();
        return (
            answer.GetProperty("agents").GetArrayLength(),
            answer.GetProperty("together")[0].GetProperty("value").GetDouble() / 60_000);
    }
}
