using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Simulating;
using Xunit;
using static CallCenter.Routing.Tests.Builders;
using Stream = CallCenter.Routing.Tests.Simulating.Stream;

namespace CallCenter.Routing.Tests.Estimating;

/// <summary>
/// The estimate against what happened, on days of several kinds: its mean absolute error is smaller than that of the
/// average wait of the last ten who were answered.
/// </summary>
public sealed class EstimateErrorTests(ITestOutputHelper output)
{
    private const double Talk = 240;
    private static readonly Guid Care = Id(9_002);

    [Theory]
    [InlineData("steady", .8)]
    [InlineData("overload", .8)]
    [InlineData("busy hour", .8)]
    [InlineData("shift", .8)]
    [InlineData("shared agents", .9)]
    [InlineData("priorities", .95)]
    public void The_estimate_is_nearer_than_the_average_wait_of_the_last_ten(string kind, double share)
    {
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var result = Simulation.Run(Day(kind, seed) with { Estimates = true });
            foreach (var queue in result.Estimates.Where(one => one.Count > 0))
            {
                output.WriteLine(
                    $"{kind} {seed} {queue.Name}: {queue.Count} calls, off by {queue.Ours:F1} s ({queue.Bias:F1}); "
                    + $"last ten {queue.LastTen:F1}, last {queue.Last:F1}, oldest {queue.Oldest:F1}");
                Assert.True(queue.Count > 300, $"{queue.Count} calls mean little");
                Assert.True(queue.Ours < share * queue.LastTen, $"{queue.Ours} is not below {queue.LastTen}");
            }
        }
    }

    private static SimulatedDay Day(string kind, int seed) => kind switch
    {
        "steady" => Stream.Day(Calls(seed, 8_000, (30 / Talk, Stream.AsItIs)), 32),
        "overload" => Stream.Day(Calls(seed, 8_000, (40 / Talk, Stream.AsItIs)), 32),
        "busy hour" => Stream.Day(
            Calls(seed, 8_000, (50 / Talk, Stream.AsItIs)).Where(InItsHour), 32),
        "shift" => Stream.Day(Calls(seed, 8_000, (36 / Talk, Stream.AsItIs)), 40) with
        {
            Shifts =
            [
                .. Enumerable.Range(1, 20).SelectMany(n => new[]
                {
                    (At(7_200), Id(n), AgentStatuses.Break), (At(14_400), Id(n), AgentStatuses.Available),
                    (At(28_800), Id(n), AgentStatuses.Break), (At(36_000), Id(n), AgentStatuses.Available),
                }),
            ],
        },
        "shared agents" => Stream.Day(
            Calls(
                seed, 10_000,
                (28 / Talk, call => call with { QueueId = Care }), (19 / Talk, Stream.AsItIs)),
            [
                .. Enumerable.Range(1, 22).Select(n => (Agent(n, 10, "care"), 1.0)),
                .. Enumerable.Range(31, 12).Select(n => (Agent(n, 10, "sales"), 1.0)),
                .. Enumerable.Range(61, 10).Select(n => (Agent(n, 10, "care", "sales"), 1.0)),
            ]) with
        {
            Queues = [Queue("sales"), Queue("care") with { QueueId = Care, Name = "Care" }],
        },
        _ => Stream.Day(
            Calls(
                seed, 8_000,
                (8 / Talk, call => call with { QueueId = Care, Priority = 5 }), (24 / Talk, Stream.AsItIs)),
            32) with
        {
            Queues = [Queue(), Queue() with { QueueId = Care, Name = "Care" }],
        },
    };

    private static IEnumerable<SimulatedCall> Calls(
        int seed, int count, params (double PerSecond, Func<SimulatedCall, SimulatedCall> As)[] kinds) =>
        new Stream(seed).Calls(count, Talk, patience: 350, kinds);

    /// <summary>Of the calls of each hour a part comes: few, more, all, some.</summary>
    private static bool InItsHour(SimulatedCall call) =>
        call.CallId.ToByteArray()[^1] * 100 / 256
            < ((int)(call.ArrivesAt - Noon).TotalHours % 4) switch { 0 => 40, 1 => 75, 2 => 100, _ => 60 };
}
