using CallCenter.Routing.Queues;
using CallCenter.Routing.Simulating;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Overflowing;

/// <summary>A simulated day is subject to the limits and the overflow of its queues.</summary>
public sealed class SimulatedOverflowTests
{
    private static readonly Guid Care = Id(9_002);

    private static SimulationResult Run(QueuePlan plan) => Simulation.Run(new SimulatedDay
    {
        Queues =
        [
            Queue("en") with { Plan = plan },
            Queue("zh") with { QueueId = Care, Name = "Care" },
        ],
        Agents = [(Agent(1, 10, "en"), 1), (Agent(2, 10, "zh"), 1)],
        Calls = Enumerable.Range(100, 4).Select(n => new SimulatedCall
        {
            CallId = Id(n), QueueId = Sales, ArrivesAt = At((n - 100) * 5), Talk = TimeSpan.FromSeconds(100),
        }),
    });

    [Fact]
    public void Without_a_rule_everybody_waits_for_their_agent() =>
        Assert.Equal([0, 95, 190, 285], Run(QueuePlan.Default).AnswerWaits);

    [Fact]
    public void An_overflow_takes_to_the_other_queue_who_comes_while_it_holds()
    {
        var rule = new OverflowRule { When = new() { WaitingOver = 0 }, ToQueue = Care, MoveWaiting = true };

        var waits = Run(new QueuePlan { Overflow = [rule] }).AnswerWaits.Order().ToList();

        Assert.Equal(4, waits.Count);
        Assert.InRange(waits[1], 0, 1);
        Assert.InRange(waits[3], 150, 200);
    }

    [Fact]
    public void Who_waits_too_long_is_refused_and_a_full_queue_takes_no_more()
    {
        var result = Run(new QueuePlan { Limits = new() { MaxWaiting = 2, MaxWaitMs = 50_000 } });

        Assert.Equal((1, 2, 1), (result.AnswerWaits.Count(), result.Refused, result.Blocked));
    }
}
