using CallCenter.Routing.Agents;
using CallCenter.Routing.Estimating;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Estimating;

public sealed class EstimateRulesTests
{
    /// <summary>Ten agents whom a call holds for 100 s, 10 s of them ringing; nobody leaves.</summary>
    private static QueuePace Pace() => new()
    {
        QueueId = Sales, Agents = 10, Served = 50, ServedMs = 5_000_000, RingingMs = 500_000,
    };

    [Fact]
    public void A_call_waits_for_those_ahead_and_for_its_own_agent_to_come_free_and_to_answer()
    {
        Assert.Equal(20_000, EstimateRules.WaitMs(Pace(), 0));
        Assert.Equal(60_000, EstimateRules.WaitMs(Pace(), 4));
    }

    [Fact]
    public void Those_ahead_who_leave_make_the_wait_shorter()
    {
        // One in a hundred seconds leaves: ln(1 + 10 / 10) of a hundred seconds instead of a hundred.
        var pace = Pace() with { Left = 1, WaitedMs = 100_000 };

        Assert.Equal((long)(100_000 * Math.Log(2)) + 10_000, EstimateRules.WaitMs(pace, 9));
    }

    [Fact]
    public void Nothing_is_estimated_before_anything_is_known_or_while_nobody_is_at_work()
    {
        Assert.Null(EstimateRules.WaitMs(null, 0));
        Assert.Null(EstimateRules.WaitMs(new QueuePace { QueueId = Sales, Agents = 10 }, 0));
        Assert.Null(EstimateRules.WaitMs(Pace() with { Agents = 0 }, 0));
    }

    [Fact]
    public void Promises_that_were_too_short_make_the_next_ones_longer()
    {
        var pace = Pace();
        for (var n = 0; n < 500; n++)
        {
            pace = PaceRules.Answered(pace, new Promise(20_000, 20_000), 40_000);
        }

        Assert.InRange(EstimateRules.WaitMs(pace, 0)!.Value, 36_000, 40_000);
        Assert.Equal(20_000, EstimateRules.ErrorMs(pace, 20_000));
    }

    [Fact]
    public void An_error_is_named_only_after_some_promises()
    {
        var pace = Pace();
        for (var n = 0; n < PaceRules.FewPromises; n++)
        {
            Assert.Null(EstimateRules.ErrorMs(pace, 10_000));
            pace = PaceRules.Answered(pace, new Promise(20_000, 20_000), n % 2 == 0 ? 15_000 : 25_000);
        }

        pace = PaceRules.Answered(pace, new Promise(20_000, 20_000), 25_000);
        Assert.Equal(2_500, EstimateRules.ErrorMs(pace, 10_000));
    }

    [Fact]
    public void Leaving_is_measured_per_time_waited()
    {
        var pace = PaceRules.Left(PaceRules.Answered(Pace(), new Promise(1, 1), 40_000), 60_000);

        Assert.InRange(pace.Left / pace.WaitedMs, 1 / 100_000.0, 1.01 / 99_000);
    }

    [Fact]
    public void Calls_of_another_queue_count_by_the_agents_that_serve_both()
    {
        var care = Id(9_002);
        var staffing = new Staffing(
            [(Agent(1, 10, "s"), 6), (Agent(2, 10, "c", "s"), 2)],
            [Queue("s"), Queue("c") with { QueueId = care }],
            Noon);
        InLine[] calls =
        [
            new(Id(1), Sales, 0, At(1), Asks: false),
            new(Id(2), Sales, 0, At(2), Asks: false),
            new(Id(3), care, 0, At(3), Asks: false),
            new(Id(4), care, 5, At(4), Asks: false),
            new(Id(5), care, 0, At(0), Asks: true),
        ];

        var places = LineRules.LineUp(calls, staffing);

        Assert.Equal((8, 2), (staffing.AgentsOf(Sales), staffing.AgentsOf(care)));
        Assert.Equal([Id(4), Id(5), Id(1), Id(2), Id(3)], places.Select(place => place.Call.CallId));
        Assert.Equal([1, 2, 1, 2, 2], places.Select(place => place.Position));

        // All who serve care serve sales too; a quarter of those who serve sales serve care.
        Assert.Equal([0, 1, 1, 2, 1.5], places.Select(place => place.Ahead));
    }
}
