using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Simulating;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Simulating;

/// <summary>Calls by chance, the same for the same seed; all times in seconds.</summary>
internal sealed class Stream(int seed)
{
    private readonly Random _random = new(seed);
    private int _id = 100_000;

    /// <summary>Poisson arrivals of several kinds, each with its rate, until so many have come.</summary>
    public IEnumerable<SimulatedCall> Calls(
        int count, double talk, double? patience,
        params (double PerSecond, Func<SimulatedCall, SimulatedCall> As)[] kinds)
    {
        var total = kinds.Sum(kind => kind.PerSecond);
        var at = Noon;
        for (var i = 0; i < count; i++)
        {
            at += Exponential(1 / total);
            var pick = _random.NextDouble() * total;
            var kind = kinds.First(one => (pick -= one.PerSecond) < 0 || one == kinds[^1]);
            yield return kind.As(new SimulatedCall
            {
                CallId = Id(++_id),
                QueueId = Sales,
                ArrivesAt = at,
                Talk = Exponential(talk),
                Patience = patience is { } mean ? Exponential(mean) : null,
            });
        }
    }

    public static SimulatedCall AsItIs(SimulatedCall call) => call;

    public static SimulatedDay Day(IEnumerable<SimulatedCall> calls, int agents, QueuePlan? plan = null) =>
        Day(calls, [.. Enumerable.Range(1, agents).Select(n => (Agent(n), 1.0))], plan);

    public static SimulatedDay Day(
        IEnumerable<SimulatedCall> calls, IReadOnlyList<(Agent Agent, double Speed)> agents, QueuePlan? plan = null) =>
        new()
        {
            Queues = [Queue() with { Plan = plan ?? QueuePlan.Default, WrapUpMs = 0 }],
            Agents = agents,
            Calls = calls,
        };

    /// <summary>Runs with one seed after the other; the mean of a measure and its standard error.</summary>
    public static Measure Repeat(int runs, Func<int, double[]> run, params double[] theory)
    {
        var results = Enumerable.Range(1, runs).AsParallel().AsOrdered().Select(run).ToList();
        return new Measure(
            [.. theory.Select((expected, i) =>
            {
                var mean = results.Average(one => one[i]);
                var variance = results.Sum(one => Math.Pow(one[i] - mean, 2)) / (runs - 1);
                return (expected, mean, Math.Sqrt(variance / runs));
            })]);
    }

    private TimeSpan Exponential(double mean) => TimeSpan.FromSeconds(-mean * Math.Log(1 - _random.NextDouble()));
}

/// <summary>What was expected, the mean that was found, and its standard error.</summary>
internal sealed record Measure(IReadOnlyList<(double Expected, double Mean, double Error)> Values)
{
    /// <param name="output">Where the figures are written.</param>
    /// <param name="published">Standard errors of the expected values themselves; exact where there is none.</param>
    public void IsWithinThreeErrors(ITestOutputHelper output, params double[] published)
    {
        foreach (var (expected, mean, error) in Values)
        {
            output.WriteLine($"expected {expected:G6}, simulated {mean:G6} ± {error:G3}");
        }

        Assert.All(Values, (one, i) => Assert.True(
            Math.Abs(one.Expected - one.Mean)
                <= 3 * Math.Sqrt((one.Error * one.Error) + Math.Pow(published.ElementAtOrDefault(i), 2)),
            $"expected {one.Expected:G6}, simulated {one.Mean:G6} ± {one.Error:G3}"));
    }
}
