using CallCenter.Routing.Decisions;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Decisions;

/// <summary>Each assignment, and each call that got nobody, tells why.</summary>
public sealed class DecisionTests(Servers servers)
{
    [Fact]
    public async Task An_assignment_and_a_call_that_got_nobody_are_explained()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(
            Queue("en") with { Plan = new QueuePlan { Policy = "best-skill", Acceleration = 6 } },
            Agent(1, 90, "en"), Agent(2, 10, "en") with { Levels = [5] }, Agent(3, 99, "zh"),
            Call(100, waitedSeconds: 10));

        await centre.MatchAsync();
        await centre.SaveAsync(Call(101, 5, 0, "zh"));
        await centre.MatchAsync(everyone: true);

        await using var connection = await centre.Database.OpenConnectionAsync(CancellationToken.None);
        var won = Assert.Single(await DecisionStore.OfCallAsync(connection, Id(100), 10, CancellationToken.None));
        var trace = won.ReadTrace();
        Assert.Equal(Id(2), won.AgentId);
        Assert.Equal(1, trace.CallScore, 6);
        Assert.Equal([(Id(2), 5.0), (Id(1), 3.0)], trace.Candidates.Select(one => (one.AgentId, one.Score)));
        Assert.Equal("lacks skill en", Assert.Single(trace.Removed).Reason);

        var lost = Assert.Single(await DecisionStore.OfCallAsync(connection, Id(101), 10, CancellationToken.None));
        Assert.Null(lost.AgentId);
        Assert.Equal(
            ["busy", "lacks skill en", "lacks skill zh"], lost.ReadTrace().Removed.Select(one => one.Reason));

        Assert.Equal(2, (await OfAgentAsync(3)).Count);
        Assert.Empty(await OfAgentAsync(77));

        Task<IReadOnlyList<Decision>> OfAgentAsync(int agent) =>
            DecisionStore.OfAgentAsync(connection, Id(agent), At(-1), At(1), 10, CancellationToken.None);
    }
}
