using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Figures;
using CallCenter.Routing.Loads;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Figures;

/// <summary>Available and idle are those alone who can take a call.</summary>
public sealed class AvailableTests(Servers servers)
{
    [Fact]
    public async Task Whose_phone_is_offline_is_staffed_but_neither_available_nor_idle()
    {
        await using var centre = await AtWorkAsync();
        await centre.HearAsync(new AgentPhoneOffline { AgentId = Id(1), OfflineAt = At(40) });

        var agent = await CountAsync(centre, 100);

        Assert.Equal((1, 0), (agent.Staffed, agent.Available));
        Assert.Equal((40_000, 60_000), (agent.IdleMs, agent.AwayMs));
        Assert.Equal(Noon, agent.SinceAt);
    }

    [Fact]
    public async Task Who_does_not_respond_is_neither_available_nor_idle_until_they_return()
    {
        await using var centre = await AtWorkAsync();
        await ChangeAsync(centre, 20, missed: "no-answer");
        Assert.Equal(0, (await CountAsync(centre, 50)).Available);
        await ChangeAsync(centre, 50, missed: null);

        var agent = await CountAsync(centre, 100);

        Assert.Equal(1, agent.Available);
        Assert.Equal((70_000, 30_000), (agent.IdleMs, agent.AwayMs));
    }

    [Fact]
    public async Task A_pause_after_hard_calls_lowers_no_occupancy_and_looks_like_any_break()
    {
        await using var centre = await AtWorkAsync();
        await using (var work = await centre.Transactions.BeginAsync(Token))
        {
            await LoadStore.SavePauseAsync(
                work.Transaction, new AgentPause { AgentId = Id(1), BeganAt = At(30), UntilAt = At(90) }, Token);
            await work.CommitAsync(Token);
        }

        var during = await CountAsync(centre, 60);
        Assert.Equal(("break", 0, 0), (during.Status, during.Available, during.Staffed));
        var after = await CountAsync(centre, 100);
        Assert.Equal(("available", 1), (after.Status, after.Available));
        Assert.Equal((40_000, 60_000, 100_000), (after.IdleMs, after.AwayMs, after.OnlineMs));
    }

    /// <summary>Agent 1 became available at noon.</summary>
    private async Task<Centre> AtWorkAsync()
    {
        var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Agent(1));
        await ChangeAsync(centre, 0, missed: null);
        return centre;
    }

    private static async Task ChangeAsync(Centre centre, double at, string? missed)
    {
        await using var work = await centre.Transactions.BeginAsync(Token);
        work.Publish(new Contracts.Routing.AgentActivityChanged
        {
            AgentId = Id(1), Status = "available", Activity = "idle", NotRespondingReason = missed, ChangedAt = At(at),
        });
        await work.CommitAsync(Token);
    }

    private static async Task<AgentTally> CountAsync(Centre centre, double until)
    {
        await centre.FoldAsync();
        await using var connection = await centre.Database.OpenConnectionAsync(Token);
        return Assert.Single(await TallyStore.AgentsAsync(
            connection, FigureWindow.Today(centre.Options, At(until)), Id(1), Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
