using CallCenter.Routing.Overflowing;
using CallCenter.Routing.Queues;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Overflowing;

/// <summary>Single rules and the bounds at which they turn.</summary>
public sealed class OverflowRulesTests
{
    private static readonly OverflowRule Long = new()
    {
        When = new OverflowThresholds { WaitingOver = 10 }, Refuse = true,
    };

    private static readonly OverflowRule Empty = new()
    {
        When = new OverflowThresholds { StaffedBelow = 3 }, Refuse = true, MoveWaiting = true,
    };

    [Fact]
    public void A_queue_is_watched_for_its_rules_or_for_its_longest_wait()
    {
        Assert.False(OverflowRules.Watches(Queue()));
        Assert.True(OverflowRules.Watches(With(Long)));
        Assert.True(OverflowRules.Watches(With() with
        {
            Plan = new QueuePlan { Limits = new QueueLimits { MaxWaitMs = 60_000 } },
        }));
    }

    [Theory]
    [InlineData(8, true)]
    [InlineData(9, false)]
    public void A_rule_for_the_length_ends_when_four_fifths_wait(int waiting, bool ends) =>
        Assert.Equal(!ends, OverflowRules.Holds(Long, held: true, Load(waiting)));

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void A_rule_for_few_agents_ends_with_one_more_at_least(int staffed, bool ends) =>
        Assert.Equal(!ends, OverflowRules.Holds(Empty, held: true, Load(0, staffed)));

    [Fact]
    public void A_return_that_is_named_holds_instead()
    {
        var rule = new OverflowRule
        {
            When = new OverflowThresholds { WaitingOver = 10, EstimatedWaitOverMs = 1_000, StaffedBelow = 10 },
            Until = new OverflowReturn { Waiting = 2, EstimatedWaitMs = 300, Staffed = 15 },
            Refuse = true,
        };

        Assert.Equal(rule.Until, OverflowRules.Return(rule));
        Assert.Equal(12, OverflowRules.Return(rule with { Until = null }).Staffed);
    }

    [Fact]
    public void A_rule_that_goes_on_keeps_its_instant_and_that_of_another_queue_is_not_its_own()
    {
        var queue = With(Long);
        var held = new HeldRule { QueueId = Sales, Rule = Long.Write(), ActiveAt = At(-60) };

        Assert.Equal(held, Assert.Single(OverflowRules.Held(queue, [held], Load(9), Noon)));
        Assert.Empty(OverflowRules.Held(queue, [held with { QueueId = Id(9_002) }], Load(9), Noon));
        Assert.Equal(Noon, Assert.Single(OverflowRules.Held(queue, [], Load(11), Noon)).ActiveAt);
    }

    [Fact]
    public void Those_who_came_since_the_rule_held_may_have_to_leave_or_all_where_it_moves_who_waited()
    {
        HeldRule Held(OverflowRule rule) => new() { QueueId = Sales, Rule = rule.Write(), ActiveAt = At(-60) };
        var queue = With(Long, Empty);

        Assert.Null(OverflowRules.Window(queue, [], Noon));
        Assert.Null(OverflowRules.Window(queue, [Held(Long) with { QueueId = Id(9_002) }], Noon));
        Assert.Equal(new ExitWindow(Sales, null, At(-60)), OverflowRules.Window(queue, [Held(Long)], Noon));
        Assert.Equal(
            new ExitWindow(Sales, null, DateTimeOffset.UnixEpoch),
            OverflowRules.Window(queue, [Held(Long), Held(Empty)], Noon));
        Assert.Equal(
            new ExitWindow(Sales, At(-30), null),
            OverflowRules.Window(
                queue with { Plan = new QueuePlan { Limits = new QueueLimits { MaxWaitMs = 30_000 } } }, [], Noon));
    }

    private static Queue With(params OverflowRule[] rules) =>
        Queue() with { Plan = new QueuePlan { Overflow = rules } };

    private static QueueLoad Load(int waiting, int staffed = 5) => new() { Waiting = waiting, Staffed = staffed };
}
