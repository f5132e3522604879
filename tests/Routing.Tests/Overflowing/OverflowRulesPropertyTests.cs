using CallCenter.Routing.Overflowing;
using CallCenter.Routing.Queues;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CallCenter.Routing.Tests.Overflowing;

/// <summary>A rule that holds is not ended by what would not have begun it, whatever the queue does.</summary>
public sealed class OverflowRulesPropertyTests
{
    private static readonly Gen<QueueLoad> Loads =
        from waiting in Gen.Choose(0, 30)
        from staffed in Gen.Choose(0, 12)
        from wait in Gen.Elements<long?>(null, 0, 50_000, 60_000, 90_000)
        select new QueueLoad { Waiting = waiting, Staffed = staffed, EstimatedWaitMs = wait };

    private static readonly Gen<OverflowRule> Rules =
        from waiting in Gen.Elements<int?>(null, 5, 20)
        from staffed in Gen.Elements<int?>(null, 3, 10)
        from wait in Gen.Elements<long?>(null, 60_000)
        from own in Gen.Elements(true, false)
        where waiting is not null || staffed is not null || wait is not null
        select new OverflowRule
        {
            When = new OverflowThresholds
            {
                WaitingOver = waiting, StaffedBelow = staffed, EstimatedWaitOverMs = wait,
            },
            Until = own ? new OverflowReturn { Waiting = waiting / 2 } : null,
            Refuse = true,
        };

    private static readonly Arbitrary<(OverflowRule Rule, QueueLoad Load)> Cases =
        Arb.From(Rules.SelectMany(rule => Loads.Select(load => (rule, load))));

    private static void Holds(Func<OverflowRule, QueueLoad, bool> property) =>
        Prop.ForAll(Cases, one => property(one.Rule, one.Load)).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void The_same_load_twice_changes_nothing_the_second_time() => Holds((rule, load) =>
        new[] { true, false }.All(held =>
        {
            var once = OverflowRules.Holds(rule, held, load);
            return OverflowRules.Holds(rule, once, load) == once;
        }));

    [Fact]
    public void What_begins_a_rule_does_not_end_it_and_what_ends_it_does_not_begin_it() => Holds((rule, load) =>
        !OverflowRules.Holds(rule, held: false, load) || OverflowRules.Holds(rule, held: true, load));

    [Fact]
    public void Between_the_thresholds_a_rule_stays_as_it_is() => Holds((rule, load) =>
    {
        var until = OverflowRules.Return(rule);
        var between = load with
        {
            Waiting = rule.When.WaitingOver ?? load.Waiting,
            Staffed = rule.When.StaffedBelow ?? load.Staffed,
            EstimatedWaitMs = rule.When.EstimatedWaitOverMs ?? load.EstimatedWaitMs,
        };
        var above = between.Waiting > until.Waiting || between.Staffed < until.Staffed
            || between.EstimatedWaitMs > until.EstimatedWaitMs;
        return !above || (OverflowRules.Holds(rule, true, between) && !OverflowRules.Holds(rule, false, between));
    });

    [Fact]
    public void An_estimated_wait_begins_a_rule_a_shorter_one_ends_it_and_an_unknown_one_does_neither()
    {
        var rule = new OverflowRule { When = new() { EstimatedWaitOverMs = 60_000 } };
        bool Held(bool before, long? waitMs) => OverflowRules.Holds(
            rule, before, new QueueLoad { Waiting = 1, Staffed = 1, EstimatedWaitMs = waitMs });

        Assert.True(Held(false, 60_001));
        Assert.True(Held(true, 48_001));
        Assert.False(Held(true, 48_000));
        Assert.True(Held(true, null));
        Assert.False(Held(false, null));
    }

    [Theory]
    [InlineData(20, 16)]
    [InlineData(5, 4)]
    [InlineData(0, 0)]
    public void A_rule_that_names_no_return_ends_at_four_fifths(int over, int back) => Assert.Equal(
        back, OverflowRules.Return(new OverflowRule { When = new() { WaitingOver = over } }).Waiting);
}
