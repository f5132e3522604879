using CallCenter.Fixtures.Playing;
using Xunit;

namespace CallCenter.Routing.Tests.Liveness;

/// <summary>
/// Routing as processes of its own on PostgreSQL and RabbitMQ, with Telephony played beside it. More of the same at a
/// higher rate, with the time that a take-over costs: <c>tests/Benchmarks -- replicas</c>.
/// </summary>
public sealed class KilledReplicaTests(Servers servers, ITestOutputHelper output)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);

    private async Task<PlayedCentre> CentreAsync(string name, int replicas, int agents) =>
        await PlayedCentre.StartAsync(
            await servers.DatabaseAsync("routing"), await servers.DatabaseAsync("telephony"),
            new Uri(await servers.VirtualHostAsync()), Path.Combine(servers.Directory, name), replicas, agents,
            TestContext.Current.CancellationToken);

    [Fact]
    public async Task Of_two_replicas_one_is_killed_again_and_again_and_no_call_is_lost_or_given_twice()
    {
        await using var centre = await CentreAsync("killed", replicas: 2, agents: 60);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        var kills = centre.Replicas.KillInTurnAsync(TimeSpan.FromSeconds(6), over.Token);

        var outcome = await new PlayedLoad(centre.Telephony).StreamAsync(20, TimeSpan.FromSeconds(20));

        await over.CancelAsync();
        var killed = await kills;
        var left = await centre.SettleAsync(Settling);
        var pause = centre.Telephony.LongestPause(began, TimeProvider.System.GetTimestamp());
        output.WriteLine($"{outcome}; {killed} killed; {left}; longest pause {pause.TotalMilliseconds:0} ms");
        Assert.True(killed >= 2, $"{killed} killed replicas mean nothing");
        NothingIsLost(centre, outcome, left);
    }

    [Fact]
    public async Task Calls_that_end_in_every_state_with_facts_that_cannot_be_leave_nothing_behind()
    {
        await using var centre = await CentreAsync("end-to-end", replicas: 1, agents: 40);

        var outcome = await new PlayedLoad(centre.Telephony).AtOnceAsync(calls: 600, atOnce: 60);

        var left = await centre.SettleAsync(Settling);
        output.WriteLine($"{outcome}; {left}");
        NothingIsLost(centre, outcome, left);
    }

    private static void NothingIsLost(PlayedCentre centre, LoadOutcome outcome, LeftOver left)
    {
        Assert.True(outcome.Lost == 0, $"{outcome}");
        Assert.True(left.Nothing, $"{left}");
        Assert.Equal((0, 0, left.Incidents), (centre.Telephony.Twice, left.Twice, left.Repairs));
        Assert.True(left.Talks == outcome.Talks && outcome.Talks > 100, $"{left.Talks} talks after {outcome}");
    }
}
