using CallCenter.Contracts.Routing;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Estimating;

/// <summary>What is told after an overflow and by a surge, and who counts for it, with the rows of a real database.
/// </summary>
public sealed class ToldElsewhereTests(Servers servers)
{
    private static readonly Guid Care = Id(9_002);

    private static readonly QueuePlan Away = new()
    {
        Overflow = [new OverflowRule { When = new() { WaitingOver = 0 }, ToQueue = Care, MoveWaiting = true }],
    };

    private static Announcements Saying(string sound) => new() { Sounds = [sound] };

    [Fact]
    public async Task In_another_queue_a_call_is_told_afresh_with_what_that_queue_announces_and_keeps_its_offer()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(
            Queue() with { Plan = new QueuePlan { Announcements = Saying("one"), OfferCallback = true } },
            Queue() with { QueueId = Care, Name = "Care", Plan = new() { Announcements = Saying("two") } });
        await centre.HearAsync(Facts.Queued(call: 90, at: -9, queueId: Care));
        await centre.HearAsync(Facts.Queued(call: 91, at: -8, queueId: Care));
        await centre.HearAsync(Facts.Queued(call: 100));
        await centre.LookAsync();
        centre.Clock.Move(3);
        await centre.SaveAsync(Queue() with { Plan = Away });
        Assert.Equal(1, await centre.OverflowAsync());
        Assert.Null(await PositionShownAsync(centre));

        Assert.Equal(1, await centre.LookAsync());

        Assert.Equal(3, await PositionShownAsync(centre));
        var said = (await centre.SaidAsync<CallPositionChanged>()).Where(one => one.CallId == Id(100)).ToList();
        Assert.Equal((Sales, 1, "one"), (said[0].QueueId, said[0].Position, Assert.Single(said[0].Sounds)));
        Assert.Equal((Care, 3, "two"), (said[1].QueueId, said[1].Position, Assert.Single(said[1].Sounds)));
        Assert.True(said[1].CallbackOffered);

        // From there on it never goes up, and nothing is said again.
        await centre.HearAsync(Facts.Queued(call: 92, at: -7, queueId: Care) with { Priority = 9 });
        centre.Clock.Move(60);
        Assert.Equal(1, await centre.LookAsync());
        Assert.Equal(Id(92), (await centre.SaidAsync<CallPositionChanged>())[^1].CallId);
    }

    [Fact]
    public async Task A_promise_counts_in_the_queue_in_which_it_was_made_and_who_moves_on_has_left_that_once()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Queue() with { QueueId = Care, Name = "Care" }, Agent(1));
        await PaceAsync(centre, Sales, servedMs: 60_000);
        await PaceAsync(centre, Care, servedMs: 20_000);
        await centre.HearAsync(Facts.Queued(call: 100));
        await centre.LookAsync();
        centre.Clock.Move(10);
        await centre.SaveAsync(Queue() with { Plan = Away });
        await centre.OverflowAsync();
        for (var look = 0; look < 3; look++)
        {
            await centre.LookAsync();
            centre.Clock.Move(10);
        }

        await centre.MatchAsync();
        var assigned = Assert.Single(await centre.SaidAsync<CallAssigned>());
        await centre.HearAsync(Facts.Answered(assigned.AssignmentId, at: 50) with { QueueId = Care });
        await centre.LookAsync();

        Assert.Equal((1, 10_000), await centre.OneAsync<(int, int)>(
            """select "left"::int, waited_ms::int from queue_pace where queue_id = @Sales""", new { Sales }));
        Assert.Equal((Care, 1, 20_000L), await centre.OneAsync<(Guid, int, long)>(
            "select queue_id, calls, error_ms from estimate_day"));
        Assert.Equal(0, await centre.OneAsync<int>("select count(*)::int from call_estimate"));
    }

    [Fact]
    public async Task What_a_surge_announces_is_told_to_those_who_wait_already_and_so_is_its_end()
    {
        await using var centre = await Centre.OpenAsync(servers);
        var queue = Queue() with
        {
            Plan = new() { Announcements = Saying("calm"), Surge = new Surge { Announcements = Saying("rush") } },
        };
        await centre.SaveAsync(queue);
        await centre.HearAsync(Facts.Queued());
        await centre.LookAsync();
        centre.Clock.Move(3);
        await centre.SaveAsync(queue with { SurgeUntilAt = At(10) });

        Assert.Equal(1, await centre.LookAsync());
        centre.Clock.Move(3);
        Assert.Equal(0, await centre.LookAsync());
        centre.Clock.Move(6);
        Assert.Equal(1, await centre.LookAsync());

        Assert.Equal(
            ["calm", "rush", "calm"],
            (await centre.SaidAsync<CallPositionChanged>()).Select(one => Assert.Single(one.Sounds)));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("not_responding_at = ready_at", 1)]
    [InlineData("next_status = 'break'", 1)]
    [InlineData("capacity = '{0,1,3,5}'", 1)]
    [InlineData("pause", 1)]
    public async Task Only_agents_who_will_take_a_call_count_for_the_estimate(string what, int agents)
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue(), Agent(1), Agent(2));
        var change = what switch
        {
            "" => "select 1",
            "pause" => "insert into agent_pause values (@id, @began, @until) returning 1",
            _ => $"update agent set {what} where agent_id = @id returning 1",
        };
        await centre.OneAsync<int>(change, new { id = Id(2), began = Noon, until = At(10) });

        await centre.LookAsync();

        Assert.Equal(agents, await centre.OneAsync<int>("select agents from queue_pace"));
    }

    private static async Task<int?> PositionShownAsync(Centre centre)
    {
        await using var connection = await centre.Database.OpenConnectionAsync(CancellationToken.None);
        return (await WaitingCallStore.ListAsync(connection, 10, CancellationToken.None))
            .Single(one => one.CallId == Id(100)).Position;
    }

    private static Task<int> PaceAsync(Centre centre, Guid queue, double servedMs) => centre.OneAsync<int>(
        """
        insert into queue_pace (queue_id, agents, served, served_ms, ringing_ms, "left", waited_ms, promises,
          reckoned_ms, promised_ms, actual_ms, error_ms)
        values (@queue, 1, 1, @servedMs, 0, 0, 0, 0, 0, 0, 0, 0) returning 1
        """,
        new { queue, servedMs });
}
