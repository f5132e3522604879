using CallCenter.Contracts.Routing;
using CallCenter.Contracts.Telephony;
using CallCenter.Routing.Loads;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Loads;

/// <summary>Hard calls through the tables: expected, spread, held, measured, paused after.</summary>
public sealed class HardCallsInTheCentreTests(Servers servers)
{
    private static readonly Queue _caring = Queue() with { Plan = new QueuePlan { Care = new CareForAgents() } };

    private static CallQueued Angry(int call, double at = 0) => Facts.Queued(call, at) with
    {
        CallerRef = $"k1:{call}",
        Attributes = new Dictionary<string, string> { ["mood"] = "angry" },
    };

    private static async Task<Guid> ServeAsync(Centre centre, int call, int agent, double from, double to)
    {
        Assert.Equal(1, await centre.MatchAsync());
        var said = (await centre.SaidAsync<CallAssigned>())[^1];
        Assert.Equal((Id(call), Id(agent)), (said.CallId, said.AgentId));
        await centre.HearAsync(Facts.Answered(said.AssignmentId, call, agent, from));
        await centre.HearAsync(Facts.Released(said.AssignmentId, call, agent, to));
        centre.Clock.Move(40);
        await centre.Deadlines().EndDueAsync(CancellationToken.None);
        return said.AssignmentId;
    }

    [Fact]
    public async Task The_third_hard_call_in_a_row_is_held_for_the_bound_and_the_delay_is_reported()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(_caring, Agent(1));
        foreach (var call in new[] { 100, 101 })
        {
            await centre.HearAsync(Angry(call, (centre.Clock.GetUtcNow() - Noon).TotalSeconds));
            var now = (centre.Clock.GetUtcNow() - Noon).TotalSeconds;
            await ServeAsync(centre, call, agent: 1, now, now + 1);
        }

        var queuedAt = (centre.Clock.GetUtcNow() - Noon).TotalSeconds;
        await centre.HearAsync(Angry(102, queuedAt));
        Assert.Equal(0, await centre.MatchAsync());
        Assert.Equal(0, await centre.MatchAsync(everyone: true));
        Assert.Equal(
            """{"had 2 hard calls in a row": 1}""", await centre.OneAsync<string>("select reasons from waiting_call"
                + " where state = 'waiting'"));
        centre.Clock.Move(10);
        Assert.Equal(1, await centre.MatchAsync());

        var report = await ReportAsync(centre);
        Assert.Equal((2, 1, 10_000L, 10_000L, 1), (
            report.HardCalls, report.Held, report.TotalDelayMs, report.MostDelayMs, report.MostAgentsAtCap));

        // Answered after 12 s, of which it was held for 10: late where 5 s are in time, in time where 20 s are.
        var held = (await centre.SaidAsync<CallAssigned>())[^1].AssignmentId;
        await centre.HearAsync(Facts.Answered(held, call: 102, agent: 1, queuedAt + 12));
        await centre.FoldAsync();
        report = await ReportAsync(centre, withinMs: 5_000);
        Assert.Equal((5_000L, 1, 1 / 3d), (
            report.WithinMs, report.PushedPastThreshold, report.ServiceLevelCost!.Value));
        Assert.Equal(0, (await ReportAsync(centre)).PushedPastThreshold);
    }

    [Fact]
    public async Task An_ordinary_call_behind_a_held_one_gets_the_agent_at_once_and_ends_the_row()
    {
        await using var centre = await Centre.OpenAsync(servers);
        var care = new CareForAgents { MostInARow = 1, MostDelayMs = 120_000 };
        await centre.SaveAsync(_caring with { Plan = new QueuePlan { Care = care } }, Agent(1));
        await centre.HearAsync(Angry(100));
        await ServeAsync(centre, 100, agent: 1, 0, 1);

        await centre.HearAsync(Angry(101, at: 35));
        await centre.HearAsync(Angry(102, at: 36));
        await centre.HearAsync(Facts.Queued(call: 103, at: 38));
        await ServeAsync(centre, 103, agent: 1, 40, 41);
        await ServeAsync(centre, 101, agent: 1, 80, 81);

        await centre.HearAsync(Facts.Ended(call: 102, at: 130));
        var report = await ReportAsync(centre);
        Assert.Equal((2, 2), (report.HardCalls, report.Held));
        Assert.Equal(0L, await centre.OneAsync<long>("select count(*) from held_call where until_at is null"));
    }

    [Fact]
    public async Task A_caller_who_was_abusive_is_expected_to_be_so_again_for_some_days()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue());
        await using (var work = await centre.Transactions.BeginAsync(CancellationToken.None))
        {
            await LoadStore.SaveAsync(
                work.Transaction,
                new HardCall
                {
                    AssignmentId = Id(1), CallId = Id(2), AgentId = Id(3), QueueId = Sales, CallerRef = "k1:a",
                    Mood = "abusive", AnsweredAt = Noon,
                },
                CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }

        await centre.HearAsync(Facts.Queued(call: 100) with { CallerRef = "k1:a" });
        await centre.HearAsync(Facts.Queued(call: 101) with { CallerRef = "k1:b" });
        centre.Clock.Move(TimeSpan.FromDays(7));
        await centre.HearAsync(Facts.Queued(call: 102, at: 7 * 86_400) with { CallerRef = "k1:a" });

        Assert.Equal(
            $"{Id(100)}",
            await centre.OneAsync<string>("select string_agg(call_id::text, ' ') from waiting_call where hard"));
    }

    [Fact]
    public async Task No_call_comes_in_a_pause_and_the_next_look_after_its_end_finds_the_agent()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Call(100));
        await using (var work = await centre.Transactions.BeginAsync(CancellationToken.None))
        {
            await LoadStore.SavePauseAsync(
                work.Transaction, new AgentPause { AgentId = Id(1), BeganAt = At(-1), UntilAt = At(60) },
                CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }

        Assert.Equal(0, await centre.MatchAsync(everyone: true));
        Assert.Equal("""{"cooling down": 1}""", await centre.OneAsync<string>("select reasons from waiting_call"));
        Assert.Equal("available", (await centre.AgentAsync(1)).Status);
        centre.Clock.Move(60);
        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task What_is_long_over_is_forgotten_and_what_was_held_ends_with_its_call()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(_caring, Agent(1));
        await centre.HearAsync(Angry(100));
        await ServeAsync(centre, 100, agent: 1, 0, 1);
        await centre.OneAsync<int>(
            """
            insert into held_call (call_id, held_at, queue_id, agents)
            select call_id, changed_at - interval '5 s', queue_id, 1 from waiting_call returning agents
            """);

        await centre.Deadlines().UpkeepAsync(CancellationToken.None);
        Assert.Equal(5_000, (await ReportAsync(centre)).TotalDelayMs);
        centre.Clock.Move(TimeSpan.FromDays(31));
        await centre.Deadlines().UpkeepAsync(CancellationToken.None);

        Assert.Equal(0L, await centre.OneAsync<long>(
            "select (select count(*) from hard_call) + (select count(*) from held_call)"));
    }

    private static async Task<CareAnswer> ReportAsync(Centre centre, long withinMs = 20_000)
    {
        await using var connection = await centre.Database.OpenConnectionAsync();
        return await HeldCallStore.ReportAsync(
            connection, Sales, At(-100), At(1_000), centre.Clock.GetUtcNow(), withinMs, CancellationToken.None);
    }
}
