using System.Diagnostics;
using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Waiting;

public sealed class CallQueuedConsumerTests(Servers servers)
{
    [Fact]
    public async Task The_matcher_is_woken_after_the_commit()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue());
        await centre.HearAsync(Facts.Queued());

        Assert.True(await centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public async Task The_trace_of_the_call_is_kept_with_it()
    {
        using var activity = new Activity("queued").Start();
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue());
        await centre.HearAsync(Facts.Queued());

        Assert.Equal(activity.Id, await centre.OneAsync<string>("select traceparent from waiting_call"));
    }

    [Fact]
    public async Task A_call_for_an_unknown_queue_is_not_routable()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.HearAsync(Facts.Queued());

        Assert.Equal("unknown-queue", Assert.Single(await centre.SaidAsync<CallNotRoutable>()).Reason);
    }

    [Fact]
    public async Task A_call_for_a_closed_queue_is_not_routable()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue() with { Open = false }, Agent(1));
        await centre.HearAsync(Facts.Queued());

        Assert.Equal("closed", Assert.Single(await centre.SaidAsync<CallNotRoutable>()).Reason);
        Assert.Equal(0, await centre.MatchAsync());
    }

    [Fact]
    public async Task A_call_that_ended_before_it_was_heard_of_never_waits()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Facts.Ended());
        await centre.HearAsync(Facts.Queued());

        Assert.Equal(CallStates.Ended, await centre.OneAsync<string>("select state from waiting_call"));
        Assert.Equal(0, await centre.MatchAsync());
    }

    [Fact]
    public async Task A_call_that_left_its_queue_gets_no_agent_until_it_is_queued_again()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Agent(2));
        await centre.HearAsync(Facts.Queued());
        Assert.Equal(1, await centre.MatchAsync());
        var assigned = Assert.Single(await centre.SaidAsync<CallAssigned>());
        await centre.HearAsync(
            new CallLeftQueue { CallId = Id(100), QueueId = Sales, Reason = "timeout", LeftAt = At(0) });
        await centre.HearAsync(new AssignmentDeclined
        {
            CallId = Id(100),
            AssignmentId = assigned.AssignmentId,
            AgentId = assigned.AgentId,
            Reason = "late",
            DeclinedAt = At(0),
        });
        Assert.Equal(CallStates.Gone, await centre.OneAsync<string>("select state from waiting_call"));
        Assert.Equal(0, await centre.MatchAsync());
        await centre.HearAsync(Facts.Queued());
        Assert.Equal(1, await centre.MatchAsync());
        await centre.HearAsync(Facts.Ended());
        await centre.HearAsync(
            new CallLeftQueue { CallId = Id(100), QueueId = Sales, Reason = "timeout", LeftAt = At(0) });
        Assert.Equal(CallStates.Ended, await centre.OneAsync<string>("select state from waiting_call"));
    }

    [Fact]
    public async Task A_call_that_left_its_queue_and_comes_again_keeps_no_agent_from_others()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        await centre.HearAsync(Facts.Queued());
        Assert.Equal(1, await centre.MatchAsync());
        await centre.HearAsync(
            new CallLeftQueue { CallId = Id(100), QueueId = Sales, Reason = "timeout", LeftAt = At(1) });

        Assert.Equal("call-left", Assert.Single(await centre.SaidAsync<AssignmentRescinded>()).Reason);
        await centre.HearAsync(Facts.Queued(at: 2));
        await centre.HearAsync(Facts.Queued(call: 101, at: 1));
        await centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(1, await centre.MatchAsync());
        Assert.Equal(Id(101), (await centre.SaidAsync<CallAssigned>())[^1].CallId);
        Assert.False(await centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None));
    }

    [Fact]
    public async Task A_call_that_its_agent_gives_back_gets_another_while_the_first_wraps_up()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Agent(2));
        await centre.HearAsync(Facts.Queued());
        Assert.Equal(1, await centre.MatchAsync());
        var first = Assert.Single(await centre.SaidAsync<CallAssigned>());
        var agent = first.AgentId == Id(1) ? 1 : 2;
        await centre.HearAsync(Facts.Answered(first.AssignmentId, agent: agent));
        await centre.HearAsync(Facts.Released(first.AssignmentId, agent: agent));
        await centre.HearAsync(Facts.Queued() with { Priority = 100 });
        Assert.Equal(1, await centre.MatchAsync());
        var second = (await centre.SaidAsync<CallAssigned>())[^1];
        Assert.NotEqual(first.AgentId, second.AgentId);
        await centre.HearAsync(Facts.Answered(second.AssignmentId, agent: 3 - agent, at: 70));
        Assert.Equal(
            2L,
            await centre.OneAsync<long>("select count(*) from assignment where state = 'accepted'"));
        Assert.Equal(CallStates.Answered, await centre.OneAsync<string>("select state from waiting_call"));
    }

    [Fact]
    public async Task What_is_long_over_is_forgotten_and_ghosts_end()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue());
        await centre.HearAsync(Facts.Ended(call: 100));
        centre.Clock.Move(TimeSpan.FromDays(3).TotalSeconds);
        await centre.SaveAsync(Call(101));

        await centre.Deadlines().UpkeepAsync(CancellationToken.None);

        Assert.Equal(
            (Id(101), CallStates.Ended),
            await centre.OneAsync<(Guid, string)>("select call_id, state from waiting_call"));
    }
}
