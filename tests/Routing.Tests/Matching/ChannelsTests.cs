using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Agents;
using CallCenter.Routing.Assignments;
using Dapper;
using Npgsql;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Matching;

/// <summary>Chats and tasks beside calls, on the real tables.</summary>
public sealed class ChannelsTests(Servers servers)
{
    private static CallQueued Queued(int call, string channel) => Facts.Queued(call, at: call - 100) with
    {
        Channel = channel,
    };

    private async Task<Centre> CentreAsync(params (int Call, string Channel)[] queued)
    {
        var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1));
        foreach (var (call, channel) in queued)
        {
            await centre.HearAsync(Queued(call, channel));
        }

        return centre;
    }

    /// <summary>Passes until one makes nothing; how many were assigned.</summary>
    private static async Task<int> MatchAllAsync(Centre centre)
    {
        var made = 0;
        while (await centre.MatchAsync() is > 0 and var more)
        {
            made += more;
        }

        return made;
    }

    private static async Task<Guid> AssignmentAsync(Centre centre, int call) =>
        (await centre.SaidAsync<CallAssigned>()).Last(said => said.CallId == Id(call)).AssignmentId;

    [Fact]
    public async Task Chats_are_assigned_up_to_the_capacity_and_the_next_when_one_is_done()
    {
        await using var centre = await CentreAsync([.. Enumerable.Range(100, 5).Select(call => (call, "chat"))]);

        Assert.Equal(3, await MatchAllAsync(centre));

        Assert.All(await centre.SaidAsync<CallAssigned>(), said => Assert.Equal("chat", said.Channel));
        var agent = await centre.AgentAsync(1);
        Assert.Equal((3, AgentActivities.Idle), (agent.HeldOf("chat"), agent.Activity));
        Assert.Empty(await centre.SaidAsync<AgentActivityChanged>());

        var first = await AssignmentAsync(centre, 100);
        foreach (var said in await centre.SaidAsync<CallAssigned>())
        {
            await centre.HearAsync(Facts.Answered(said.AssignmentId));
        }

        await centre.HearAsync(Facts.Released(first, call: 100, at: 5));
        Assert.Equal(0, await MatchAllAsync(centre));
        centre.Clock.Move(60);
        await centre.Deadlines().EndDueAsync(CancellationToken.None);

        Assert.Equal("completed", await centre.OneAsync<string>(
            "select state from assignment where assignment_id = @first", new { first }));
        Assert.Equal(1, await MatchAllAsync(centre));
        Assert.Equal(3, (await centre.AgentAsync(1)).HeldOf("chat"));
    }

    [Fact]
    public async Task A_pass_that_gave_a_chat_wakes_the_next()
    {
        await using var centre = await CentreAsync((100, "chat"), (101, "chat"));
        await centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(1, await centre.MatchAsync());

        Assert.True(await centre.Signal.WaitAsync(TimeSpan.Zero, CancellationToken.None));
    }

    [Theory]
    [InlineData("voice")]
    [InlineData("video")]
    public async Task Nothing_comes_beside_a_call_and_no_call_beside_a_chat_unless_the_agent_lets_it(string alone)
    {
        await using var centre = await CentreAsync((100, alone), (101, "chat"), (102, "voice"), (103, "video"));
        Assert.Equal(1, await MatchAllAsync(centre));

        await centre.HearAsync(Facts.Declined(await AssignmentAsync(centre, 100), "caller-gone", at: 1));
        await centre.HearAsync(Facts.Ended(102, at: 1));
        await centre.HearAsync(Facts.Ended(103, at: 1));
        Assert.Equal(1, await MatchAllAsync(centre));
        Assert.Equal(1, (await centre.AgentAsync(1)).HeldOf("chat"));

        await centre.HearAsync(Queued(104, alone));
        Assert.Equal(0, await MatchAllAsync(centre));
        await centre.SaveAsync((await centre.AgentAsync(1)).LetInterrupt(["chat"]).Agent);
        Assert.Equal(1, await MatchAllAsync(centre));

        var agent = await centre.AgentAsync(1);
        Assert.Equal((1, AgentActivities.Reserved, Id(104)), (agent.HeldOf("chat"), agent.Activity, agent.CallId));
    }

    [Fact]
    public async Task Why_an_agent_gets_no_chat_is_written_down()
    {
        await using var centre = await CentreAsync((100, "chat"), (101, "chat"));
        await centre.SaveAsync(Agent(1) with { Capacity = [1, 1, 1, 0] });
        await MatchAllAsync(centre);
        await centre.HearAsync(Queued(102, "task"));

        await centre.MatchAsync(everyone: true);

        Assert.Equal(
            ["""{"has all the chat they take": 1}""", """{"takes no task": 1}"""],
            [await ReasonsAsync(101), await ReasonsAsync(102)]);

        Task<string> ReasonsAsync(int call) => centre.OneAsync<string>(
            "select reasons from waiting_call where call_id = @id", new { id = Id(call) });
    }

    [Fact]
    public async Task The_database_lets_an_agent_hold_chats_beside_one_call_and_no_second_call_of_any_kind()
    {
        await using var centre = await CentreAsync((100, "voice"));
        await MatchAllAsync(centre);
        await using var connection = await centre.Database.OpenConnectionAsync(CancellationToken.None);
        Task<int> InsertAsync(int id, string channel) => connection.ExecuteAsync(
            """
            insert into assignment (assignment_id, call_id, agent_id, queue_id, channel, state, assigned_at,
              ring_until_at)
            values (@id, @id, @agent, @id, @channel, 'pending', now(), now())
            """,
            new { id = Id(id), agent = Id(1), channel });

        await InsertAsync(901, "chat");
        await InsertAsync(902, "chat");
        var video = await Assert.ThrowsAsync<PostgresException>(() => InsertAsync(903, "video"));

        Assert.Equal("assignment_one_per_agent", video.ConstraintName);
    }

    [Fact]
    public async Task A_removed_agent_gives_back_all_their_chats()
    {
        await using var centre = await CentreAsync((100, "chat"), (101, "chat"), (102, "chat"));
        await MatchAllAsync(centre);
        await using (var work = await centre.Transactions.BeginAsync(CancellationToken.None))
        {
            var outcome = AssignmentRules.AgentRemoved(
                await AssignmentStore.LockOfAgentAsync(
                    work.Transaction, Id(1), CancellationToken.None), At(1));
            await AssignmentStore.SaveAsync(
                work.Transaction, outcome.Changed, CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }

        Assert.Equal(0, (await centre.AgentAsync(1)).HeldOf("chat"));
        Assert.Equal(3, await centre.OneAsync<int>(
            "select count(*)::int from waiting_call where state = 'waiting'"));
    }

    [Fact]
    public async Task A_call_keeps_its_channel_and_one_that_nobody_knows_is_not_routable()
    {
        await using var centre = await CentreAsync((100, "chat"), (101, "fax"));
        await centre.HearAsync(Queued(100, "voice"));

        Assert.Equal("chat", await centre.OneAsync<string>(
            "select channel from waiting_call where call_id = @id", new { id = Id(100) }));
        var refused = Assert.Single(await centre.SaidAsync<CallNotRoutable>());
        Assert.Equal((Id(101), "unknown-channel"), (refused.CallId, refused.Reason));
    }
}
