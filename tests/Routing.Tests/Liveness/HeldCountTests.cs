using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Liveness;
using Dapper;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Liveness;

/// <summary>The counts of chats and tasks that agents hold, against the assignments that they count.</summary>
public sealed class HeldCountTests(Servers servers)
{
    [Theory]
    [InlineData("{0,0,0,0}")]
    [InlineData("{0,0,3,0}")]
    [InlineData("{0,0,2,4}")]
    [InlineData("{1,0,2,0}")]
    public async Task A_count_that_contradicts_the_assignments_is_corrected_once_two_looks_have_found_it(string planted)
    {
        await using var centre = await CentreAsync();
        await PlantAsync(centre, $"update agent set held = '{planted}'");
        using var worker = centre.Reconciler();
        using var counted = new CountedRepairs();

        Assert.Empty(await worker.LookAsync(CancellationToken.None));
        centre.Clock.Move(5);
        var repair = Assert.Single(await worker.LookAsync(CancellationToken.None));

        Assert.Equal((FindingKinds.HeldContradictsAssignments, "held-corrected"), (repair.Kind, repair.Done));
        Assert.Equal([0, 0, 2, 0], (await centre.AgentAsync(1)).Held);
        Assert.Equal(Id(1), Assert.Single(await centre.SaidAsync<AgentRepaired>()).AgentId);
        Assert.Contains(FindingKinds.HeldContradictsAssignments, counted.Kinds);
        centre.Clock.Move(5);
        Assert.Empty(await worker.LookAsync(CancellationToken.None));
        Assert.Equal(0, await centre.OneAsync<int>("select count(*)::int from suspicion"));
    }

    [Fact]
    public async Task Counts_that_fit_are_left_alone()
    {
        await using var centre = await CentreAsync();
        using var worker = centre.Reconciler();
        for (var look = 0; look < 3; look++)
        {
            Assert.Empty(await worker.LookAsync(CancellationToken.None));
            centre.Clock.Move(5);
        }
    }

    [Fact]
    public async Task An_agent_who_only_seemed_to_hold_something_leaves_as_they_have_chosen()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Agent(1) with { Held = [0, 0, 1, 0], NextStatus = AgentStatuses.Offline });
        using var worker = centre.Reconciler();
        await worker.LookAsync(CancellationToken.None);
        centre.Clock.Move(5);

        Assert.Single(await worker.LookAsync(CancellationToken.None));

        var agent = await centre.AgentAsync(1);
        Assert.Equal((AgentStatuses.Offline, (string?)null), (agent.Status, agent.NextStatus));
        Assert.Equal(AgentStatuses.Offline, Assert.Single(await centre.SaidAsync<AgentActivityChanged>()).Status);
    }

    /// <summary>Agent 1 with two chats.</summary>
    private async Task<Centre> CentreAsync()
    {
        var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        for (var call = 100; call < 102; call++)
        {
            await centre.HearAsync(Facts.Queued(call) with { Channel = Channels.Chat });
            Assert.Equal(1, await centre.MatchAsync());
        }

        Assert.Equal(2, (await centre.AgentAsync(1)).HeldOf(Channels.Chat));
        return centre;
    }

    private static async Task PlantAsync(Centre centre, string sql)
    {
        await using var connection = await centre.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(sql);
    }
}
