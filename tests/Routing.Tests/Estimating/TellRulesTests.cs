using CallCenter.Routing.Estimating;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Estimating;

/// <summary>What callers are told first, and what is kept of it. The next call waits for 20 s, each behind 10 s more.
/// </summary>
public sealed class TellRulesTests
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>Promises were off by a quarter so far, and neither too long nor too short.</summary>
    private static readonly QueuePace Pace = new()
    {
        QueueId = Sales, Agents = 10, Served = 50, ServedMs = 5_000_000, RingingMs = 500_000, Promises = 5,
        ReckonedMs = 100_000, PromisedMs = 100_000, ActualMs = 100_000, ErrorMs = 25_000,
    };

    [Fact]
    public void A_call_that_was_told_nothing_yet_is_promised_its_wait_with_the_error_of_such_promises()
    {
        var decision = Decide([Waiting(100, 5), Waiting(101, 4, priority: 1)]);

        var told = decision.Told.ToDictionary(one => one.CallId);
        Assert.Equal((1, 20_000, 5_000), (told[Id(101)].Position, told[Id(101)].WaitMs, told[Id(101)].ErrorMs));
        Assert.Equal((2, 30_000, 30_000), (told[Id(100)].Position, told[Id(100)].WaitMs, told[Id(100)].PromisedMs));
        Assert.Equal(40_000, Assert.Single(decision.NewCallers).Value);
    }

    [Theory]
    [InlineData(2, 30, true)]
    [InlineData(2, 29.9, false)]
    [InlineData(1, 60, false)]
    public void A_call_is_told_again_when_it_has_moved_up_and_not_too_soon(int before, double ago, bool again) =>
        Assert.Equal(again, Decide([Told(100, before, 50_000, ago)]).Told.Count == 1);

    [Theory]
    [InlineData(50_000L, 20_000)]
    [InlineData(15_000L, 15_000)]
    public void A_told_wait_never_grows(long before, long now)
    {
        var told = Assert.Single(Decide([Told(100, 2, before, 60)]).Told);

        Assert.Equal((1, now, now / 4), (told.Position, told.WaitMs, told.ErrorMs));
        Assert.Equal(99_000, told.PromisedMs);
    }

    [Fact]
    public void A_told_wait_is_kept_while_nothing_can_be_estimated()
    {
        var told = Assert.Single(Decide([Told(100, 2, 50_000, 60)], pace: null).Told);

        Assert.Equal((1, 50_000, 7), (told.Position, told.WaitMs, told.ErrorMs));
    }

    [Fact]
    public void Who_was_told_nothing_yet_comes_first_then_who_was_told_longest_ago()
    {
        TellableCall[] calls =
            [Told(100, 9, 90_000, ago: 40), Told(101, 9, 90_000, ago: 60), Waiting(102, 1), Told(103, 9, 90_000, 50)];

        var told = Decide(calls, most: 3).Told;

        Assert.Equal([Id(102), Id(101), Id(103)], told.Select(one => one.CallId));
    }

    [Fact]
    public void Of_calls_that_came_in_the_same_instant_the_order_is_always_the_same()
    {
        InLine Of(int call) => new(Id(call), Sales, 0, Noon, Asks: false);
        var staffing = new Staffing([], [Queue()], Noon);

        Assert.Equal(
            LineRules.LineUp([Of(2), Of(1), Of(3)], staffing).Select(place => place.Call.CallId),
            LineRules.LineUp([Of(3), Of(2), Of(1)], staffing).Select(place => place.Call.CallId));
    }

    [Fact]
    public void An_estimate_is_never_longer_than_a_day_nor_made_of_no_time_at_all()
    {
        Assert.Equal(86_400_000, EstimateRules.WaitMs(Pace, 1e7));
        Assert.Equal(86_400_000, EstimateRules.ReckonMs(Pace, 1e7));
        Assert.Equal(86_400_000, EstimateRules.WaitMs(Pace with { ActualMs = 300_000 }, 1e7));
        Assert.Equal(1, EstimateRules.ReckonMs(Pace with { ServedMs = 0, RingingMs = 0, Agents = 1 }, 0));
        Assert.Equal(5_000, EstimateRules.ErrorMs(Pace, 20_000));
        Assert.Null(EstimateRules.ErrorMs(Pace with { Promises = 4.9 }, 20_000));
        Assert.Null(EstimateRules.ErrorMs(Pace with { PromisedMs = 0 }, 20_000));
    }

    private static TellDecision Decide(TellableCall[] calls, int most = 100) => Decide(calls, Pace, most);

    private static TellDecision Decide(TellableCall[] calls, QueuePace? pace, int most = 100) => TellRules.Decide(
        calls,
        new Dictionary<Guid, Queue> { [Sales] = Queue() },
        new PaceState(
            new Staffing([], [Queue()], Noon),
            pace is null ? new Dictionary<Guid, QueuePace>() : new Dictionary<Guid, QueuePace> { [Sales] = pace }),
        (Every, most),
        Noon);

    private static TellableCall Waiting(int call, double waited, int priority = 0) => new()
    {
        CallId = Id(call), QueueId = Sales, QueuedAt = At(-waited), Priority = priority,
    };

    private static TellableCall Told(int call, int position, long waitMs, double ago) => Waiting(call, 100) with
    {
        Told = new CallEstimate
        {
            CallId = Id(call), QueueId = Sales, QueuedAt = At(-100), Position = position, WaitMs = waitMs, ErrorMs = 7,
            ToldAt = At(-ago), PromisedMs = 99_000, PromisedAt = At(-100),
        },
    };
}
