using CallCenter.Contracts.Routing;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Liveness;
using Dapper;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Liveness;

/// <summary>When a look repairs, and when it does not.</summary>
public sealed class LookingTests(Servers servers)
{
    private static async Task ReserveAsync(Centre centre, bool reserved)
    {
        await using var connection = await centre.Database.OpenConnectionAsync();
        await connection.ExecuteAsync(
            "update agent set activity = @activity", new { activity = reserved ? "reserved" : "idle" });
    }

    [Fact]
    public async Task A_call_that_waits_beside_an_idle_agent_is_said_once_and_wakes_the_matcher()
    {
        await using var centre = await Centre.OpenAsync(servers);
        using var worker = centre.Reconciler();
        await centre.SaveAsync(Queue(), Agent(1), Call(100), Call(101, 5, 0, "zh"));
        Assert.Empty(await worker.LookAsync(CancellationToken.None));
        centre.Clock.Move(5);

        var repair = Assert.Single(await worker.LookAsync(CancellationToken.None));

        Assert.Equal(
            (FindingKinds.WaitingBesideIdle, Id(100), Id(1)), (repair.Kind, repair.CallId, repair.AgentId));
        Assert.True(await centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None));
        Assert.Equal("matcher-woken", Assert.Single(await centre.SaidAsync<CallRepaired>()).Done);
        centre.Clock.Move(5);
        Assert.Empty(await worker.LookAsync(CancellationToken.None));
        Assert.Equal(1, await centre.MatchAsync());
        centre.Clock.Move(5);
        Assert.Empty(await worker.LookAsync(CancellationToken.None));
        Assert.Equal(0, await centre.OneAsync<int>("select count(*)::int from suspicion"));
    }

    [Fact]
    public async Task A_call_nobody_may_take_is_no_incident()
    {
        await using var centre = await Centre.OpenAsync(servers);
        using var worker = centre.Reconciler();
        await centre.SaveAsync(Queue("zh"), Agent(1), Agent(2) with { Status = AgentStatuses.Break }, Call(100));
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(await worker.LookAsync(CancellationToken.None));
            centre.Clock.Move(5);
        }
    }

    [Fact]
    public async Task A_call_or_an_agent_who_has_just_come_is_no_incident()
    {
        await using var centre = await Centre.OpenAsync(servers);
        using var worker = centre.Reconciler();
        await centre.SaveAsync(Queue(), Agent(1));
        for (var i = 0; i < 3; i++)
        {
            // Each time another call is the one that has just come and would be next.
            await centre.SaveAsync(Call(100 + i) with { QueuedAt = centre.Clock.GetUtcNow(), ChangedAt = At(5 * i) });
            Assert.Empty(await worker.LookAsync(CancellationToken.None));
            await centre.SaveAsync(Call(100 + i) with { State = "ended" });
            centre.Clock.Move(5);
        }
    }

    [Fact]
    public async Task What_heals_between_two_looks_is_not_repaired()
    {
        await using var centre = await Centre.OpenAsync(servers);
        using var worker = centre.Reconciler();
        await centre.SaveAsync(Agent(1));
        foreach (var reserved in new[] { true, false, true })
        {
            await ReserveAsync(centre, reserved);
            Assert.Empty(await worker.LookAsync(CancellationToken.None));
            centre.Clock.Move(5);
        }
    }

    [Fact]
    public async Task Of_two_replicas_one_looks()
    {
        await using var centre = await Centre.OpenAsync(servers);
        using var one = centre.Reconciler();
        using var other = centre.Reconciler();
        await centre.SaveAsync(Agent(1));
        await ReserveAsync(centre, reserved: true);
        await one.LookAsync(CancellationToken.None);
        centre.Clock.Move(5);

        var repairs = await Task.WhenAll(
            one.LookAsync(CancellationToken.None), other.LookAsync(CancellationToken.None));

        Assert.Single(repairs.SelectMany(made => made));
    }

    [Fact]
    public async Task Repairs_are_forgotten_after_their_time()
    {
        await using var centre = await Centre.OpenAsync(servers);
        using var worker = centre.Reconciler();
        await centre.SaveAsync(Agent(1));
        await ReserveAsync(centre, reserved: true);
        await worker.LookAsync(CancellationToken.None);
        centre.Clock.Move(5);
        Assert.Single(await worker.LookAsync(CancellationToken.None));

        centre.Clock.Move(TimeSpan.FromDays(29));
        await worker.LookAsync(CancellationToken.None);
        Assert.Equal(1, await centre.OneAsync<int>("select count(*)::int from repair"));
        centre.Clock.Move(TimeSpan.FromDays(2));
        await worker.LookAsync(CancellationToken.None);
        Assert.Equal(0, await centre.OneAsync<int>("select count(*)::int from repair"));
    }

    [Fact]
    public async Task Refused_facts_are_counted_by_kind_and_reason()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Facts.Queued());
        await centre.MatchAsync();
        var assignment = (await centre.SaidAsync<CallAssigned>())[0].AssignmentId;
        using var counted = new CountedRepairs("callcenter.routing.facts.refused");
        await centre.HearAsync(Facts.Ended(at: 1));
        object[] impossible =
        [
            Facts.Answered(assignment), Facts.Declined(assignment), Facts.Ringing(assignment),
            Facts.Released(assignment), Facts.Ended(at: 2), Facts.Queued(), Facts.Answered(Id(77)),
        ];
        foreach (var fact in impossible)
        {
            await centre.HearAsync(fact);
        }

        string[] expected =
        [
            "CallAnswered: answered, but the call has ended", "AssignmentDeclined: declined, but rescinded",
            "AgentRinging: ringing, but rescinded", "AgentReleased: released, but rescinded",
            "CallEnded: ended, but ended", "CallQueued: queued, but ended", "CallAnswered: unknown assignment",
        ];
        Assert.Empty(expected.Except(counted.Kinds));
        Assert.Equal(AgentActivities.Idle, (await centre.AgentAsync(1)).Activity);
        Assert.Equal("ended", await centre.OneAsync<string>("select state from waiting_call"));
    }
}
