using System.Diagnostics;
using CallCenter.Contracts.Routing;
using CallCenter.Hosting;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using Dapper;
using Npgsql;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Matching;

public sealed class MatchWorkerTests(Servers servers)
{
    [Fact]
    public async Task A_waiting_call_reserves_the_agent_and_says_so()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Call(100));

        Assert.Equal(1, await centre.MatchAsync());

        var said = Assert.Single(await centre.SaidAsync<CallAssigned>());
        Assert.Equal((Id(100), Id(1), Sales, At(20)), (said.CallId, said.AgentId, said.QueueId, said.RingUntilAt));
        var agent = await centre.AgentAsync(1);
        Assert.Equal((AgentActivities.Reserved, AgentStatuses.Available), (agent.Activity, agent.Status));
        Assert.Equal("reserved", Assert.Single(await centre.SaidAsync<AgentActivityChanged>()).Activity);
        Assert.Equal(At(25).UtcDateTime, await centre.OneAsync<DateTime>("select lease_until_at from assignment"));
    }

    [Fact]
    public async Task The_assignment_is_said_under_the_trace_of_its_call()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("CallCenter", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(
            Queue(), Agent(1), Call(100) with { Traceparent = $"00-{trace}-b7ad6b7169203331-01" });

        await centre.MatchAsync();

        var parent = await centre.OneAsync<string>(
            "select traceparent from msg.event_log where type like '%assigned%'");
        Assert.Contains(trace, parent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_keeps_why_nobody_got_the_call()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(
            Queue("zh"), Agent(1), Agent(2) with { Status = AgentStatuses.Break }, Call(100));

        Assert.Equal(0, await centre.MatchAsync(everyone: true));

        Assert.Equal(
            """{"not available": 1, "lacks skill zh": 1}""",
            await centre.OneAsync<string>("select reasons from waiting_call"));
    }

    [Fact]
    public async Task An_agent_whom_someone_is_changing_is_left_out_without_waiting()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Call(100));
        await using (var busy = await centre.Transactions.BeginAsync(CancellationToken.None))
        {
            await AgentStore.LockAsync(busy.Transaction, Id(1), CancellationToken.None);

            Assert.Equal(0, await centre.MatchAsync());
            Assert.True(await centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None));
        }

        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_live_assignment()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Call(100));
        await centre.MatchAsync();
        const string second =
            """
            insert into assignment (assignment_id, call_id, agent_id, queue_id, state, assigned_at, ring_until_at)
            values (@id, @call, @agent, @id, 'pending', now(), now())
            """;

        await using var connection = await centre.Database.OpenConnectionAsync(CancellationToken.None);
        var sameAgent = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(
            second, new { id = Id(1), call = Id(999), agent = Id(1) }));
        var sameCall = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(
            second, new { id = Id(1), call = Id(100), agent = Id(999) }));

        Assert.Equal("assignment_one_per_agent", sameAgent.ConstraintName);
        Assert.Equal("assignment_one_per_call", sameCall.ConstraintName);
    }

    [Fact]
    public async Task Two_replicas_share_a_rush_and_nothing_is_given_twice()
    {
        const int many = 40;
        // Disposed after the matcher that waits on it has stopped.
        using var other = new WakeSignal<MatchWorker>();
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync([Queue(), .. Enumerable.Range(1, many).Select(n => (object)Agent(n))]);
        await centre.StartMatcherAsync();
        await centre.StartMatcherAsync(other);

        await Task.WhenAll(Enumerable.Range(0, many).Select(async n =>
        {
            await centre.HearAsync(Facts.Queued(call: 100 + n));
            other.Wake();
        }));

        await Wait.UntilAsync(async () => (await centre.SaidAsync<CallAssigned>()).Count == many);
        var said = await centre.SaidAsync<CallAssigned>();
        Assert.Equal(many, said.Select(one => one.AgentId).Distinct().Count());
        Assert.Equal(many, said.Select(one => one.CallId).Distinct().Count());
    }

    [Fact]
    public async Task A_call_whose_signal_was_lost_is_found_by_the_sweep()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.StartMatcherAsync();
        await centre.SaveAsync(Queue(), Agent(1), Call(100));

        await Wait.UntilAsync(async () => (await centre.SaidAsync<CallAssigned>()).Count == 1);
    }

    [Fact]
    public async Task A_call_for_a_rare_skill_finds_its_agent_behind_many_others()
    {
        await using var centre = await Centre.OpenAsync(servers);
        centre.Options.AgentsPerPass = 2;
        centre.Options.SweepTime = TimeSpan.FromMinutes(1);
        await centre.SaveAsync(
            Queue("zh"), Agent(1, 90), Agent(2, 80), Agent(3, 70), Agent(4, 2, "zh"), Agent(5, 1, "zh"));
        await centre.StartMatcherAsync();

        // The clock stands, so that only the first call can be found by a sweep.
        await centre.HearAsync(Facts.Queued(call: 100));
        await Wait.UntilAsync(async () => (await centre.SaidAsync<CallAssigned>()).Count == 1);
        await centre.HearAsync(Facts.Queued(call: 101));
        await Wait.UntilAsync(async () => (await centre.SaidAsync<CallAssigned>()).Count == 2);

        Assert.Equal([Id(4), Id(5)], (await centre.SaidAsync<CallAssigned>()).Select(said => said.AgentId));
    }
}
