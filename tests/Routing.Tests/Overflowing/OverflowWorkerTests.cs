using CallCenter.Contracts.Routing;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Overflowing;

/// <summary>Overflow and limits with the rows of a real database; queue 9,001 overflows to 9,002 and so on.</summary>
public sealed class OverflowWorkerTests(Servers servers)
{
    private static readonly Guid Care = Id(9_002);
    private static readonly Guid Night = Id(9_003);

    private static OverflowRule Over(int waiting, Guid? to, bool moveWaiting = false) => new()
    {
        When = new OverflowThresholds { WaitingOver = waiting },
        ToQueue = to,
        Refuse = to is null,
        MoveWaiting = moveWaiting,
    };

    private static Queue With(Guid id, QueuePlan plan, params string[] skills) =>
        Queue(skills) with { QueueId = id, Name = $"{id}", Plan = plan };

    private static QueuePlan Rules(params OverflowRule[] rules) => new() { Overflow = rules };

    private async Task<Centre> OpenAsync(params object[] things)
    {
        var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(things);
        return centre;
    }

    private static async Task QueueAsync(Centre centre, int from, int count)
    {
        for (var n = from; n < from + count; n++)
        {
            await centre.HearAsync(Facts.Queued(call: n, at: (centre.Clock.GetUtcNow() - Noon).TotalSeconds));
        }
    }

    private static Task<int> InAsync(Centre centre, Guid queue) => centre.OneAsync<int>(
        "select count(*)::int from waiting_call where queue_id = @queue and state = 'waiting'", new { queue });

    [Fact]
    public async Task Calls_that_come_while_a_rule_holds_go_on_and_keep_their_place_and_the_others_stay()
    {
        await using var centre = await OpenAsync(With(Sales, Rules(Over(2, Care))), With(Care, QueuePlan.Default));
        await QueueAsync(centre, 100, 3);
        Assert.Equal(0, await centre.OverflowAsync());
        centre.Clock.Move(1);
        await QueueAsync(centre, 110, 1);

        Assert.Equal(1, await centre.OverflowAsync());

        var moved = Assert.Single(await centre.SaidAsync<CallMoved>());
        Assert.Equal(
            (Id(110), Sales, Care, "overflow"), (moved.CallId, moved.FromQueueId, moved.ToQueueId, moved.Reason));
        Assert.Equal((At(1), 3, 1), (moved.QueuedAt, await InAsync(centre, Sales), await InAsync(centre, Care)));
        await centre.SaveAsync(Agent(1));
        Assert.Equal(1, await centre.MatchAsync());
    }

    [Fact]
    public async Task A_queue_whose_estimated_wait_is_too_long_overflows()
    {
        var rule = Over(0, Care, moveWaiting: true) with { When = new() { EstimatedWaitOverMs = 60_000 } };
        await using var centre = await OpenAsync(With(Sales, Rules(rule)), With(Care, QueuePlan.Default));
        await QueueAsync(centre, 100, 2);
        var unknown = await centre.OverflowAsync();
        await centre.OneAsync<int>(
            """
            insert into queue_pace (queue_id, agents, served, served_ms, ringing_ms, "left", waited_ms, promises,
              reckoned_ms, promised_ms, actual_ms, error_ms, new_caller_ms)
            values (@Sales, 1, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 60001) returning 1
            """,
            new { Sales });

        Assert.Equal((0, 2), (unknown, await centre.OverflowAsync()));
        Assert.Equal((0, 2), (await InAsync(centre, Sales), await InAsync(centre, Care)));
    }

    [Fact]
    public async Task A_rule_that_moves_who_waits_empties_the_queue_and_goes_on_where_the_next_one_overflows_too()
    {
        await using var centre = await OpenAsync(
            With(Sales, Rules(Over(1, Care, moveWaiting: true))), With(Care, Rules(Over(0, Night))),
            With(Night, QueuePlan.Default));
        await centre.HearAsync(Facts.Queued(call: 200, queueId: Care));
        await centre.OverflowAsync();
        centre.Clock.Move(1);
        await QueueAsync(centre, 100, 2);

        Assert.Equal(2, await centre.OverflowAsync());

        Assert.Equal(
            (0, 1, 2), (await InAsync(centre, Sales), await InAsync(centre, Care), await InAsync(centre, Night)));
        Assert.Equal(4, await centre.OneAsync<int>("select count(*)::int from call_move"));
    }

    [Fact]
    public async Task A_rule_stays_until_the_lower_threshold_in_every_replica()
    {
        await using var centre = await OpenAsync(With(Sales, Rules(Over(5, null))));
        await QueueAsync(centre, 100, 6);
        await centre.OverflowAsync();
        centre.Clock.Move(1);
        await centre.HearAsync(Facts.Ended(call: 100));
        await QueueAsync(centre, 110, 1);

        // Five wait and one more has come: under the threshold now, and not down to four.
        Assert.Equal(1, await centre.OverflowAsync());
        Assert.Equal("overflow", Assert.Single(await centre.SaidAsync<CallNotRoutable>()).Reason);

        await centre.HearAsync(Facts.Ended(call: 101));
        centre.Clock.Move(1);
        Assert.Equal(0, await centre.OverflowAsync());
        await QueueAsync(centre, 120, 1);
        Assert.Equal(0, await centre.OverflowAsync());
        Assert.Equal(0, await centre.OneAsync<int>("select count(*)::int from overflow"));
    }

    [Fact]
    public async Task Too_few_agents_at_work_make_calls_go_on_and_those_who_talk_are_at_work()
    {
        var rule = new OverflowRule { When = new() { StaffedBelow = 2 }, ToQueue = Care, MoveWaiting = true };
        await using var centre = await OpenAsync(
            With(Sales, Rules(rule), "en"), With(Care, QueuePlan.Default, "zh"),
            Agent(1, 10, "en") with { Activity = "talking" }, Agent(2, 10, "en") with { Activity = "wrap-up" },
            Agent(3, 10, "zh") with { Activity = "talking" });
        await QueueAsync(centre, 100, 1);
        Assert.Equal(0, await centre.OverflowAsync());

        await centre.SaveAsync(Agent(2, 10, "en") with { Status = "break" });
        Assert.Equal(1, await centre.OverflowAsync());
    }

    [Fact]
    public async Task A_queue_that_takes_no_calls_is_passed_by()
    {
        await using var centre = await OpenAsync(
            With(Sales, Rules(Over(0, Care, moveWaiting: true), Over(1, Night, moveWaiting: true))),
            With(Care, new QueuePlan { Limits = new() { MaxWaiting = 1 } }),
            With(Night, QueuePlan.Default) with { Open = false });
        await QueueAsync(centre, 100, 3);

        Assert.Equal(1, await centre.OverflowAsync());
        Assert.Equal(
            (2, 1, 0), (await InAsync(centre, Sales), await InAsync(centre, Care), await InAsync(centre, Night)));
    }

    [Fact]
    public async Task Who_has_waited_too_long_goes_where_the_rules_lead_and_else_is_told()
    {
        var plan = new QueuePlan { Limits = new() { MaxWaitMs = 60_000 } };
        await using var centre = await OpenAsync(
            With(Sales, plan with { Overflow = [Over(50, Care)] }), With(Care, plan));
        await QueueAsync(centre, 100, 1);
        centre.Clock.Move(59);
        Assert.Equal(0, await centre.OverflowAsync());

        centre.Clock.Move(1);
        Assert.Equal(1, await centre.OverflowAsync());
        Assert.Equal("too-long", Assert.Single(await centre.SaidAsync<CallMoved>()).Reason);

        // What counts is the time in the new queue.
        centre.Clock.Move(59);
        Assert.Equal(0, await centre.OverflowAsync());
        centre.Clock.Move(1);
        Assert.Equal(1, await centre.OverflowAsync());
        var refused = Assert.Single(await centre.SaidAsync<CallNotRoutable>());
        Assert.Equal((Id(100), Care, "too-long"), (refused.CallId, refused.QueueId, refused.Reason));
        Assert.Equal("not-routable", await centre.OneAsync<string>("select state from waiting_call"));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_customer_who_was_called_back_is_not_sent_away_by_a_rule_nor_by_the_longest_wait(
        bool calledBack, int refused)
    {
        var plan = Rules(Over(0, null, moveWaiting: true)) with { Limits = new() { MaxWaitMs = 60_000 } };
        await using var centre = await OpenAsync(With(Sales, plan), With(Care, QueuePlan.Default));
        await centre.HearAsync(Facts.Queued() with { CallbackId = calledBack ? Id(700) : null });

        await centre.OverflowAsync();
        centre.Clock.Move(61);
        await centre.OverflowAsync();
        Assert.Equal(refused, (await centre.SaidAsync<CallNotRoutable>()).Count);

        // To another queue they go like anybody.
        await centre.SaveAsync(With(Sales, plan with { Overflow = [Over(0, Care, moveWaiting: true)] }));
        await centre.OverflowAsync();
        Assert.Equal(1 - refused, await InAsync(centre, Care));
    }

    [Fact]
    public async Task A_full_queue_counts_those_who_are_rung_for()
    {
        await using var centre = await OpenAsync(
            With(Sales, new QueuePlan { Limits = new() { MaxWaiting = 2 } }), Agent(1));
        await QueueAsync(centre, 100, 2);
        Assert.Equal(1, await centre.MatchAsync());
        await QueueAsync(centre, 102, 1);

        var refused = Assert.Single(await centre.SaidAsync<CallNotRoutable>());
        Assert.Equal((Id(102), "full"), (refused.CallId, refused.Reason));
    }

    [Fact]
    public async Task Of_many_calls_that_come_at_once_no_more_enter_than_there_is_room_for()
    {
        await using var centre = await OpenAsync(With(Sales, new QueuePlan { Limits = new() { MaxWaiting = 3 } }));

        await Task.WhenAll(Enumerable.Range(100, 12).Select(n => centre.HearAsync(Facts.Queued(call: n))));

        Assert.Equal(3, await InAsync(centre, Sales));
    }
}
