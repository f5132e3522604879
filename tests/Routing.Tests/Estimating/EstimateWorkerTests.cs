using System.Net;
using CallCenter.Contracts.Routing;
using CallCenter.Hosting;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Estimating;

/// <summary>Positions and estimates with the rows of a real database.</summary>
public sealed class EstimateWorkerTests(Servers servers)
{
    [Fact]
    public async Task A_position_told_once_never_goes_up_when_a_call_of_higher_priority_jumps_in()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue());
        await centre.HearAsync(Facts.Queued(call: 100, at: 0));
        await centre.HearAsync(Facts.Queued(call: 101, at: 1));
        Assert.Equal(2, await centre.LookAsync());

        await centre.HearAsync(Facts.Queued(call: 102, at: 2) with { Priority = 9 });
        centre.Clock.Move(60);
        Assert.Equal(1, await centre.LookAsync());
        Assert.Equal(2, await PositionAsync(centre, 101));

        // Two leave ahead of it: it is told that it moved up, not more often than the setting says.
        await centre.HearAsync(Facts.Ended(102, 60));
        await centre.HearAsync(Facts.Ended(100, 60));
        centre.Clock.Move(60);
        await centre.LookAsync();

        var said = await centre.SaidAsync<CallPositionChanged>();
        Assert.Equal([2, 1], said.Where(one => one.CallId == Id(101)).Select(one => one.Position));
    }

    [Fact]
    public async Task A_step_that_offers_a_callback_is_told_at_once_and_never_taken_back()
    {
        await using var centre = await Centre.OpenAsync(servers);
        var plan = new QueuePlan
        {
            Steps = [new RoutingStep { AfterMs = 20_000, OfferCallback = true }],
            Announcements = new Announcements
            {
                Sounds = ["callcenter/please-hold"], Position = true, FirstAfterMs = 7_000, EveryMs = 9_000,
            },
        };
        await centre.SaveAsync(Queue() with { Plan = plan });
        await centre.HearAsync(Facts.Queued(call: 100, at: 0));
        await centre.LookAsync();
        var first = Assert.Single(await centre.SaidAsync<CallPositionChanged>());
        Assert.Equal(
            (false, true, false, 7_000, 9_000),
            (first.CallbackOffered, first.PositionTold, first.WaitTold, first.FirstAfterMs, first.EveryMs));
        Assert.Equal(["callcenter/please-hold"], first.Sounds);

        centre.Clock.Move(21);
        Assert.Equal(1, await centre.LookAsync());
        Assert.True((await centre.SaidAsync<CallPositionChanged>())[^1].CallbackOffered);

        // The plan offers it no more: whoever was told so keeps it, and nothing is said again.
        await centre.SaveAsync(Queue() with { Plan = plan with { Steps = [] } });
        centre.Clock.Move(60);
        Assert.Equal(0, await centre.LookAsync());
        await centre.HearAsync(Facts.Queued(call: 101, at: 70));
        centre.Clock.Move(5);
        await centre.LookAsync();
        var said = await centre.SaidAsync<CallPositionChanged>();
        Assert.Equal((3, false), (said.Count, said[^1].CallbackOffered));
    }

    [Fact]
    public async Task A_promise_is_measured_once_against_what_happened_and_its_error_is_kept_by_day()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Agent(1), Queue());
        await ServeAsync(centre, 100, at: 0);

        // The first call held the agent for 100 s, 4 of them ringing: the second is promised 104 s.
        centre.Clock.Move(100);
        await centre.HearAsync(Facts.Queued(call: 101, at: 200));
        await centre.LookAsync();
        var promised = Assert.Single(await centre.SaidAsync<CallPositionChanged>());
        Assert.InRange(promised.EstimatedWaitMs!.Value, 103_999, 104_000);
        Assert.InRange(await centre.OneAsync<long>("select new_caller_ms from queue_pace"), 203_999, 204_000);

        await centre.MatchAsync();
        var assignment = await centre.OneAsync<Guid>(
            "select assignment_id from assignment where call_id = @id", new { id = Id(101) });
        await centre.HearAsync(Facts.Answered(assignment, call: 101, at: 204));
        for (var look = 0; look < 2; look++)
        {
            centre.Clock.Move(10);
            await centre.LookAsync();
        }

        Assert.Equal(1, await centre.OneAsync<int>("select calls from estimate_day"));
        Assert.InRange(await centre.OneAsync<long>("select error_ms from estimate_day"), 99_999, 100_000);
        Assert.InRange(await centre.OneAsync<long>("select bias_ms from estimate_day"), -100_000, -99_999);
    }

    [Fact]
    public async Task One_replica_looks_within_the_time_of_a_look()
    {
        await using var centre = await Centre.OpenAsync(servers);
        await centre.SaveAsync(Queue());
        await centre.HearAsync(Facts.Queued());

        var told = await Task.WhenAll(centre.LookAsync(), centre.LookAsync(), centre.LookAsync());

        Assert.Equal(1, told.Sum());
    }

    private static async Task ServeAsync(Centre centre, int call, double at)
    {
        await centre.HearAsync(Facts.Queued(call, at));
        await centre.MatchAsync();
        var assignment = await centre.OneAsync<Guid>(
            "select assignment_id from assignment where call_id = @id", new { id = Id(call) });
        await centre.HearAsync(Facts.Answered(assignment, call, at: at + 4));
        await centre.HearAsync(Facts.Released(assignment, call, at: at + 70));
        centre.Clock.Move(100);
        await centre.Deadlines().EndDueAsync(CancellationToken.None);
        await centre.HearAsync(Facts.Ended(call, at + 100));
    }

    private static Task<int> PositionAsync(Centre centre, int call) => centre.OneAsync<int>(
        "select position from call_estimate where call_id = @id", new { id = Id(call) });
}

[Collection(OverHttp.Name)]
public sealed class EstimateEndpointsTests(RoutingOverHttp over)
{
    [Fact]
    public async Task A_position_is_shown_alone_and_with_the_waiting_calls_and_errors_by_day()
    {
        using var supervisor = over.Service.ClientOf(Roles.Supervisor);
        var queue = Id(5_500);
        await over.Centre.SaveAsync(Queue("nobody-has-it") with { QueueId = queue });
        await over.Centre.HearAsync(Facts.Queued(call: 5_501, queueId: queue));
        over.Centre.Clock.Move(5);
        await over.Centre.LookAsync();

        var one = await supervisor.AskAsync($"/calls/{Id(5_501)}/position").BodyAsync();
        var listed = (await supervisor.AskAsync("/waiting").BodyAsync()).EnumerateArray()
            .Single(call => call.GetProperty("callId").GetGuid() == Id(5_501));
        var days = await supervisor.AskAsync($"/queues/{queue}/estimates").BodyAsync();

        Assert.Equal(1, one.GetProperty("position").GetInt32());
        Assert.Equal(1, listed.GetProperty("position").GetInt32());
        Assert.Equal(0, days.GetArrayLength());
        await supervisor.AskAsync($"/calls/{Id(5_502)}/position").RefusalAsync(HttpStatusCode.NotFound);
        Assert.Equal(
            "from: must not be after \"to\" and span at most 366 days with it",
            await supervisor.AskAsync($"/queues/{queue}/estimates?from=2026-03-02&to=2026-03-01")
                .RefusalAsync(HttpStatusCode.BadRequest));
    }
}
