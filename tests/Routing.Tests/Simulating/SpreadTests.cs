using CallCenter.Routing.Queues;
using CallCenter.Routing.Simulating;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Simulating;

/// <summary>A shift of twenty agents in which every fifth caller is angry: spread, and not.</summary>
public sealed class SpreadTests(ITestOutputHelper output)
{
    private const double Rate = 18 / 180.0;

    [Fact]
    public void Hard_calls_are_spread_evenly_in_short_rows_and_it_costs_little_service_level()
    {
        var (off, on) = (Run(care: null), Run(new CareForAgents()));

        foreach (var (name, result) in new[] { ("off", off), ("on", on) })
        {
            output.WriteLine(
                $"{name}: evenness {result.HardFairness:F4}, longest row {LongestRow(result)}, "
                + $"in time {result.ServiceLevel(20, 5):P2}, wait of hard calls {result.HardWait:F2} s");
        }

        Assert.True(on.HardFairness > off.HardFairness, "spread");
        Assert.True(LongestRow(off) > 3, "without the care rows are long");
        Assert.True(LongestRow(on) < LongestRow(off), "shorter rows");
        Assert.True(off.ServiceLevel(20, 5) - on.ServiceLevel(20, 5) < .01, "less than one in a hundred");
        Assert.Equal(off.Offered, on.Offered);
    }

    private static int LongestRow(SimulationResult result) => result.Agents.Max(agent => agent.LongestRow);

    private static SimulationResult Run(CareForAgents? care)
    {
        var kinds = new Random(5);
        var calls = new Stream(5).Calls(
            4_000, 160, patience: 300, (Rate, call => call with { Hard = kinds.NextDouble() < .2 }));
        return Simulation.Run(Stream.Day(calls, 20, new QueuePlan { Care = care }) with { CountFrom = Noon });
    }
}
