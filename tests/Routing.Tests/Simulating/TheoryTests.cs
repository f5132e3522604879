using CallCenter.Routing.Agents;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Simulating;
using Xunit;
using static CallCenter.Routing.Tests.Builders;

namespace CallCenter.Routing.Tests.Simulating;

/// <summary>The simulator, and with it the rules, against queueing theory: within 3 standard errors.</summary>
public sealed class TheoryTests(ITestOutputHelper output)
{
    private const int Runs = 12;

    private static SimulationResult Run(SimulatedDay day, double warmUpSeconds) =>
        Simulation.Run(day with { CountFrom = At(warmUpSeconds) });

    [Theory]
    [InlineData(1, .5, .5)]
    [InlineData(2, 1, .3333333333)]
    [InlineData(5, 4, .5541125541)]
    [InlineData(10, 8, .4091801508)]
    [InlineData(100, 90, .2169404809)]
    [InlineData(1000, 970, .2428233362)]
    public void The_formula_of_Erlang_C_gives_its_published_values(int agents, double load, double waits) =>
        Assert.Equal(waits, Theory.ErlangC(agents, load), 9);

    [Fact]
    public void The_formula_of_Erlang_A_gives_its_published_values()
    {
        var (waits, abandons, wait) = Theory.ErlangA(50, 48, 1, .5);

        Assert.Equal(.4677740686, waits, 9);
        Assert.Equal(.0309122492, abandons, 9);
        Assert.Equal(3.709469899, wait * 60, 6);
    }

    [Fact]
    public void Waits_without_abandonment_are_those_of_Erlang_C()
    {
        const double rate = 100 / 1_800.0;
        Stream.Repeat(
            Runs,
            seed =>
            {
                var calls = new Stream(seed).Calls(12_000, 180, patience: null, (rate, Stream.AsItIs));
                var result = Run(Stream.Day(calls, 14), 10_000);
                return [result.Delayed, result.ServiceLevel(20, 0), result.MeanWait];
            },
            Theory.ErlangC(14, 10), .8883500191794669, 7.8359370).IsWithinThreeErrors(output);
    }

    [Fact]
    public void A_busy_group_of_thirteen_waits_as_long_as_published()
    {
        const double published = 26.56;
        Assert.Equal(published, Theory.MeanWait(13, 3.5, 1 / 3.0) * 60, 2);
        Stream.Repeat(
            Runs,
            seed =>
            {
                var calls = new Stream(seed).Calls(24_000, 180, patience: null, (3.5 / 60, Stream.AsItIs));
                return [Run(Stream.Day(calls, 13), 20_000).MeanWait];
            },
            published).IsWithinThreeErrors(output);
    }

    [Fact]
    public void Waits_and_abandons_with_patience_are_those_of_Erlang_A() =>
        Stream.Repeat(
            Runs,
            seed =>
            {
                var calls = new Stream(seed).Calls(12_000, 60, patience: 120, (48 / 60.0, Stream.AsItIs));
                var result = Run(Stream.Day(calls, 50), 1_000);
                return [result.Delayed, result.AbandonShare, result.MeanWait];
            },
            .4677740686, .0309122492, 3.709469899).IsWithinThreeErrors(output);

    [Fact]
    public void Priorities_wait_as_Kella_and_Yechiali_say_and_the_sum_is_conserved()
    {
        var first = Theory.MeanWait(17, 5, 1 / 3.0) * 60;
        Assert.Equal(46.824508, first, 5);
        Stream.Repeat(
            Runs,
            seed =>
            {
                var calls = new Stream(seed).Calls(
                    24_000, 180, patience: null,
                    (2 / 60.0, call => call with { Priority = 1 }), (3 / 60.0, Stream.AsItIs));
                var queue = Run(Stream.Day(calls, 17), 20_000).Queues[0];
                var (high, low) = (queue.MeanWaitOf(1), queue.MeanWaitOf(0));
                return [high, low, ((2 * high) + (3 * low)) / 5];
            },
            8.513547, 72.365149, first).IsWithinThreeErrors(output);
    }

    [Theory]
    [InlineData("fastest", .3875977, .1722656, .8396066, .7207868)]
    [InlineData("random", .4261503, .1894001, .7727198, .8545603)]
    [InlineData("slowest", .4508274, .2003677, .7330039, .9339921)]
    public void Fast_and_slow_agents_share_the_load_by_the_policy(
        string who, double waits, double wait, double fast, double slow)
    {
        var policy = who == "random" ? Policies.Chance : Policies.BestSkill;
        SharedLoad(10_000, policy, who == "fastest", waits, wait, fast, slow).IsWithinThreeErrors(output);
    }

    [Fact]
    public void The_longest_idle_lies_between_the_fastest_and_the_slowest_first()
    {
        (double Fastest, double Slowest)[] bounds =
            [(.3875977, .4508274), (.1722656, .2003677), (.8396066, .7330039), (.7207868, .9339921)];
        var measured = SharedLoad(
            60_000, Policies.LongestIdle, fastFirst: true, [.. bounds.Select(one => one.Fastest)]);

        Assert.All(measured.Values.Zip(bounds), one =>
        {
            var ((_, mean, error), (fastest, slowest)) = one;
            output.WriteLine($"{fastest:G6} fastest, {mean:G6} ± {error:G3} longest idle, {slowest:G6} slowest first");
            Assert.InRange(
                mean, Math.Min(fastest, slowest) + (3 * error), Math.Max(fastest, slowest) - (3 * error));
        });
    }

    /// <summary>
    /// Five fast and five slow agents at one queue: the share that waits, the mean wait, how busy either are.
    /// </summary>
    private static Measure SharedLoad(int count, string policy, bool fastFirst, params double[] theory)
    {
        var plan = new QueuePlan { Policy = policy };
        return Stream.Repeat(
            Runs,
            seed =>
            {
                // Rates per second here: nine calls a second, ten agents.
                var calls = new Stream(seed).Calls(count, 1, patience: null, (9, Stream.AsItIs));
                var day = Stream.Day(calls, TwoPools(fastFirst), plan) with
                {
                    Queues = [Queue("s") with { Plan = plan, WrapUpMs = 0 }],
                };
                var result = Run(day, 100);
                return
                [
                    result.Delayed, result.MeanWait, Busy(result, 0), Busy(result, 5),
                ];
            },
            theory);
    }

    [Fact]
    public void Two_skills_each_bring_nine_tenths_of_what_all_six_bring()
    {
        var (one, two, three, six) = (Pooling(1), Pooling(2), Pooling(3), Pooling(6));

        // Separate queues that share a limit have a product form, one queue of all is M/M/90/120: both are exact.
        // The figures for two and three skills were simulated by those who published them.
        one.IsWithinThreeErrors(output);
        two.IsWithinThreeErrors(output, .0004, .05);
        three.IsWithinThreeErrors(output, .0004, .05);
        six.IsWithinThreeErrors(output);
        Assert.True(
            one.Values[0].Mean - two.Values[0].Mean >= .9 * (one.Values[0].Mean - six.Values[0].Mean));
    }

    /// <summary>Share of calls blocked, and mean wait of the answered in seconds.</summary>
    private static Measure Pooling(int skills)
    {
        var expected = skills switch
        {
            1 => (.038583533, 2.4554902), 2 => (.0043, .603), 3 => (.0032, .471), _ => (.003643, .45002),
        };
        var plan = new QueuePlan { Policy = "best-skill" };
        return Stream.Repeat(
            Runs,
            seed =>
            {
                var kinds = Enumerable.Range(0, 6).Select(n => (
                    1.4 / 60, (Func<SimulatedCall, SimulatedCall>)(call => call with { Skills = [$"s{n}"] })));
                var calls = new Stream(seed).Calls(10_000, 600, patience: null, [.. kinds]);
                var result = Run(
                    Stream.Day(calls, SkilledAgents(skills), plan) with { Places = 30 }, 20_000);
                return
                [
                    result.Blocked / (double)(result.Offered + result.Blocked), result.AverageSpeedOfAnswer / 60,
                ];
            },
            expected.Item1, expected.Item2);
    }

    private static List<(Agent, double)> SkilledAgents(int skills) =>
    [
        .. Enumerable.Range(0, 90).Select(n =>
        {
            var own = Enumerable.Range(0, skills).Select(k => $"s{(n + k) % 6}").ToArray();
            return (Agent(n + 1, 10, own) with { Levels = [.. own.Select((_, k) => (short)(k == 0 ? 5 : 4))] }, 1.0);
        }),
    ];

    private static List<(Agent, double)> TwoPools(bool fastFirst) =>
    [
        .. Enumerable.Range(0, 10).Select(n => (
            Agent(n + 1, 10, "s") with { Levels = [(short)(n < 5 == fastFirst ? 5 : 1)] }, n < 5 ? 1.5 : .75)),
    ];

    private static double Busy(SimulationResult result, int from) =>
        result.Agents.OrderBy(agent => agent.AgentId).Skip(from).Take(5).Average(agent => agent.BusySeconds)
        / result.Counted.TotalSeconds;
}
