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
        select new QueueLoad { Waiting = waiting, Staffed = staffed };

    private static readonly Gen<OverflowRule> Rules =
        from waiting in Gen.Elements<int?>(null, 5, 20)
        from staffed in Gen.Elements<int?>(null, 3, 10)
        from own in Gen.Elements(true, false)
        where waiting is not null || staffed is not null
        select new OverflowRule
        {
            When = new OverflowThresholds { WaitingOver = waiting, StaffedBelow = staffed },
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
        };
        var above = between.Waiting > until.Waiting || between.Staffed < until.Staffed;
        return !above || (OverflowRules.Holds(rule, true, between) && !OverflowRules.Holds(rule, false, between));
    });

    [Theory]
    [InlineData(20, 16)]
    [InlineData(5, 4)]
    [InlineData(0, 0)]
    public void A_rule_that_names_no_return_ends_at_four_fifths(int over, int back) => Assert.Equal(
        back, OverflowRules.Return(new OverflowRule { When = new() { WaitingOver = over } }).Waiting);
}
