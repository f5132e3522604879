using CallCenter.Routing.Agents;
using CallCenter.Routing.Simulating;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Simulating;

/// <summary>How busy the agents of a simulated day are: hours off shift are neither contact nor idleness.</summary>
public sealed class OccupancyTests
{
    [Fact]
    public void An_hour_on_shift_with_half_an_hour_on_contact_is_half_occupied_whoever_is_off()
    {
        var result = Run(
            [Call(At(0), talk: 900), Call(At(900), talk: 600, wrapUp: 300)],
            (At(-1), 1, AgentStatuses.Available), (At(3_599), 1, AgentStatuses.Offline));

        Assert.Equal(0.5, result.Occupancy, 3);
        Assert.Equal(1, result.Fairness, 6);
        Assert.Equal(1_800, result.Agents.Sum(agent => agent.BusySeconds));
    }

    [Fact]
    public void Two_shifts_of_unlike_length_with_the_same_work_by_the_hour_are_even()
    {
        var result = Run(
            [Call(At(0), talk: 1_800), Call(At(10_000), talk: 3_600)],
            (At(0), 1, AgentStatuses.Available), (At(3_600), 1, AgentStatuses.Offline),
            (At(10_000), 2, AgentStatuses.Available), (At(17_200), 2, AgentStatuses.Offline));

        Assert.Equal(0.5, result.Occupancy, 3);
        Assert.Equal(1, result.Fairness, 6);
    }

    private int _calls;

    private SimulatedCall Call(DateTimeOffset at, double talk, double wrapUp = 0) => new()
    {
        CallId = Id(100_000 + ++_calls),
        QueueId = Sales,
        ArrivesAt = at,
        Talk = TimeSpan.FromSeconds(talk),
        WrapUp = TimeSpan.FromSeconds(wrapUp),
    };

    private static SimulationResult Run(
        SimulatedCall[] calls, params (DateTimeOffset At, int Agent, string Status)[] shifts) =>
        Simulation.Run(new SimulatedDay
        {
            Queues = [Queue() with { WrapUpMs = 0 }],
            Agents = [.. Enumerable.Range(1, 5).Select(n => (
                Agent(n) with { Status = AgentStatuses.Offline }, 1.0))],
            Calls = calls,
            Shifts = [.. shifts.Select(one => (one.At, Id(one.Agent), one.Status))],
        });
}
