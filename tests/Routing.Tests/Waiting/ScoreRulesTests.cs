using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Waiting;

public sealed class ScoreRulesTests
{
    // A call of priority 0 reaches the cap after 6.5 minutes: 3 + 4 are raised by then, 13 gained.
    private static readonly QueuePlan Plan = new()
    {
        Acceleration = 2,
        ScoreCap = 20,
        Steps =
        [
            new RoutingStep { AfterMs = 60_000, Raise = 3 },
            new RoutingStep { AfterMs = 120_000, Raise = 4 },
        ],
    };

    [Theory]
    [InlineData(0, 5, 5)]
    [InlineData(30, 5, 6)]
    [InlineData(59.999, 5, 6.999967)]
    [InlineData(60, 5, 10)]
    [InlineData(120, 5, 16)]
    [InlineData(600, 5, 20)]
    [InlineData(-10, 5, 5)]
    public void A_score_is_priority_raises_and_acceleration_times_minutes_up_to_the_cap(
        double waited, int priority, double score) =>
        Assert.Equal(score, ScoreRules.Score(Call(100, waited, priority), Plan, Noon), 5);

    [Fact]
    public void Nothing_starves_an_old_call_outranks_every_newer_one_once_it_has_reached_the_cap()
    {
        var old = Call(100, waitedSeconds: 900, priority: 0);

        Assert.Equal(
            ScoreRules.Score(old, Plan, Noon), ScoreRules.Score(Call(101, 800, priority: 1_000), Plan, Noon));
    }

    [Fact]
    public void Rank_orders_as_the_score_does_at_any_instant_before_the_cap()
    {
        var random = new Random(20_260_302);
        for (var i = 0; i < 5_000; i++)
        {
            var plan = Plan with { ScoreCap = 1_000_000, Acceleration = random.Next(0, 50), Steps = [] };
            var one = Call(1, random.Next(0, 5_000), random.Next(0, 10));
            var other = Call(2, random.Next(0, 5_000), random.Next(0, 10));
            var later = Noon.AddSeconds(random.Next(0, 1_000));

            var byScore = ScoreRules.Score(one, plan, later) - ScoreRules.Score(other, plan, later);
            var byRank = ScoreRules.Rank(other, plan, 0) - ScoreRules.Rank(one, plan, 0);
            Assert.Equal(byScore, byRank, 5);
        }
    }

    [Theory]
    [InlineData(59.5, 0, 60)]
    [InlineData(60, 1, 120)]
    [InlineData(119, 1, 120)]
    [InlineData(130, 2, 390)]
    [InlineData(10_000, 2, null)]
    public void A_call_is_placed_by_the_time_that_it_has_waited(double waited, int step, int? nextAfter)
    {
        var call = PlaceRules.Place(Call(100, waited), Plan, Noon);

        Assert.Equal(step, call.Step);
        Assert.Equal(nextAfter is { } after ? At(after - waited) : null, call.PlaceUntilAt);
        Assert.Equal(nextAfter is null, call.Rank == ScoreRules.CappedRank);
        Assert.NotEqual(PlaceRules.Place(Call(100, 0), Plan with { Steps = [] }, Noon).Bucket == call.Bucket, step > 0);
    }
}
