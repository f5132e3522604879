using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Matching;

/// <summary>A call that comes when nobody waits in its queue has its agent with the commit that stores it.</summary>
public sealed class DecideAtOnceTests(Servers servers)
{
    [Fact]
    public async Task A_call_that_comes_when_nobody_waits_has_its_agent_without_a_look_of_the_worker()
    {
        await using var centre = await OpenAsync();
        await centre.SaveAsync(Agent(1));

        await centre.HearAsync(Facts.Queued());

        Assert.Equal(Id(1), Assert.Single(await centre.SaidAsync<CallAssigned>()).AgentId);
        Assert.Equal(CallStates.Assigned, await centre.OneAsync<string>("select state from waiting_call"));
        Assert.Equal(1L, await centre.OneAsync<long>("select count(*) from decision where agent_id is not null"));
        Assert.False(await WokenAsync(centre));
    }

    [Fact]
    public async Task A_call_without_an_agent_waits_and_has_the_first_who_comes_free()
    {
        await using var centre = await OpenAsync();

        await centre.HearAsync(Facts.Queued());

        Assert.Empty(await centre.SaidAsync<CallAssigned>());
        await centre.SaveAsync(Agent(1));
        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task A_call_that_comes_where_others_wait_is_left_to_the_worker_and_to_the_order_of_all()
    {
        await using var centre = await OpenAsync();
        await centre.HearAsync(Facts.Queued());
        await WokenAsync(centre);
        await centre.SaveAsync(Agent(1));

        await centre.HearAsync(Facts.Queued(call: 101, at: 1));

        Assert.Empty(await centre.SaidAsync<CallAssigned>());
        Assert.True(await WokenAsync(centre));
        Assert.Equal(1, await centre.MatchAsync());
        Assert.Equal(Id(100), Assert.Single(await centre.SaidAsync<CallAssigned>()).CallId);
    }

    [Fact]
    public async Task A_call_that_comes_where_many_wait_is_stored_and_loads_nothing_of_them()
    {
        await using var centre = await OpenAsync();
        await centre.SaveAsync([.. Enumerable.Range(1, 100).Select(n => (object)Agent(n))]);
        await centre.SaveAsync([.. Enumerable.Range(1_000, 1_000).Select(n => (object)Call(n, 5, 0, "rare"))]);
        await centre.OneAsync<long>("select count(*) from waiting_call");

        for (var n = 100; n < 140; n++)
        {
            await centre.HearAsync(Facts.Queued(call: n));
        }

        Assert.Empty(await centre.SaidAsync<CallAssigned>());
        Assert.Equal(1_040L, await centre.OneAsync<long>("select count(*) from waiting_call where state = 'waiting'"));
        Assert.True(await WokenAsync(centre));
    }

    [Fact]
    public async Task A_caller_who_is_meant_for_an_agent_has_them_at_once_however_short_they_are_idle()
    {
        await using var centre = await OpenAsync();
        centre.Options.AgentsPerPass = 1;
        await centre.SaveAsync(Agent(1, 60), Agent(2, 1));

        await centre.HearAsync(
            Facts.Queued() with { PreferredAgentId = Id(2), PreferredWaitMs = 60_000, EnteredAt = At(0) });

        Assert.Equal(Id(2), Assert.Single(await centre.SaidAsync<CallAssigned>()).AgentId);
    }

    [Fact]
    public async Task A_call_that_comes_again_does_not_go_at_once_to_the_agent_who_has_just_declined_it()
    {
        await using var centre = await OpenAsync();
        await centre.SaveAsync(Agent(1));
        await centre.HearAsync(Facts.Queued());
        var first = Assert.Single(await centre.SaidAsync<CallAssigned>());
        await centre.HearAsync(Facts.Declined(first.AssignmentId, "rejected", at: 1));
        await centre.HearAsync(
            new CallLeftQueue { CallId = Id(100), QueueId = Sales, Reason = "timeout", LeftAt = At(1) });

        await centre.HearAsync(Facts.Queued(at: 2));

        Assert.Single(await centre.SaidAsync<CallAssigned>());
        Assert.Equal(CallStates.Waiting, await centre.OneAsync<string>("select state from waiting_call"));
    }

    [Fact]
    public async Task While_another_decides_the_call_is_stored_without_waiting_and_the_worker_is_woken()
    {
        await using var centre = await OpenAsync();
        await centre.SaveAsync(Agent(1));
        await using var other = await centre.Transactions.BeginAsync(CancellationToken.None);
        await centre.DecideAsync(other);

        await centre.HearAsync(Facts.Queued());

        Assert.Empty(await centre.SaidAsync<CallAssigned>());
        Assert.Equal(CallStates.Waiting, await centre.OneAsync<string>("select state from waiting_call"));
        Assert.True(await WokenAsync(centre));
        await other.CommitAsync(CancellationToken.None);
        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task Calls_that_come_at_once_over_few_agents_have_one_agent_each_and_lose_nobody()
    {
        await using var centre = await OpenAsync();
        await centre.SaveAsync([.. Enumerable.Range(1, 10).Select(n => (object)Agent(n))]);
        await centre.StartMatcherAsync();

        await Task.WhenAll(Enumerable.Range(100, 30).Select(n => centre.HearAsync(Facts.Queued(call: n))));

        await Wait.UntilAsync(async () => (await centre.SaidAsync<CallAssigned>()).Count == 10);
        var assigned = await centre.SaidAsync<CallAssigned>();
        Assert.Equal(10, assigned.Select(one => one.AgentId).Distinct().Count());
        Assert.Equal(10, assigned.Select(one => one.CallId).Distinct().Count());
        Assert.Equal(20L, await centre.OneAsync<long>("select count(*) from waiting_call where state = 'waiting'"));
    }

    private async Task<Centre> OpenAsync()
    {
        var centre = await Centre.OpenAsync(servers);
        centre.Options.DecideAtOnce = true;
        await centre.SaveAsync(Queue());
        return centre;
    }

    private static Task<bool> WokenAsync(Centre centre) =>
        centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None);
}
