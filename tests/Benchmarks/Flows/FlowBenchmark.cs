using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CallCenter.Telephony.Flows;

namespace CallCenter.Benchmarks.Flows;

/// <summary>
/// <c>flows</c>: how many steps a second one core takes through a flow, without a telephone. A step is one input: a
/// key, the end of a prompt, an answer; the nodes that it passes are told beside it.
/// </summary>
internal static class FlowBenchmark
{
    private const double Target = 100_000;
    private static readonly TimeSpan _time = TimeSpan.FromSeconds(3);
    private static readonly DateTimeOffset _noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static int Run()
    {
        var book = Book();
        Measure(book, TimeSpan.FromSeconds(1));
        var (calls, steps, nodes, took) = Measure(book, _time);
        var rate = steps / took.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{steps} steps through {nodes} nodes in {calls} calls, {took.TotalSeconds:F1} s: {rate:F0} steps/s, "
            + $"{nodes / took.TotalSeconds:F0} nodes/s; at least {Target:0} steps/s: "
            + $"{(rate >= Target ? "met" : "MISSED")}"));
        return rate >= Target ? 0 : 1;
    }

    private static (int Calls, int Steps, long Nodes, TimeSpan Took) Measure(FlowBook book, TimeSpan time)
    {
        FlowInput[] inputs =
        [
            new PromptsEnded(Failed: false), new KeyEntered('9'), new KeyEntered('2'),
            new KeyEntered('1'), new KeyEntered('2'), new KeyEntered('3'), new KeyEntered('4'), new KeyEntered('#'),
            new WebAnswered(8, new Dictionary<string, string> { ["tier"] = "gold" }),
            new CameBack("connected"), new PromptsEnded(Failed: false), new KeyEntered('5'),
        ];
        var (calls, steps, nodes) = (0, 0, 0L);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            var state = FlowEngine.Begin(book, "en", campaign: null, callerKnown: true, _noon).State;
            foreach (var input in inputs)
            {
                state = FlowEngine.Step(book, state, input, _noon).State;
            }

            if (state.Outcome != "completed")
            {
                throw new InvalidOperationException($"The call ended as {state.Outcome} after {state.Visits} nodes.");
            }

            calls++;
            steps += inputs.Length;
            nodes += state.Visits;
        }

        return (calls, steps, nodes, Stopwatch.GetElapsedTime(began));
    }

    private static FlowBook Book()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Flows", "flow.json"));
        using var json = JsonDocument.Parse(file);
        var (document, problems) = FlowReading.Read(json.RootElement);
        var fault = problems.Concat(document is null ? [] : FlowRules.Problems(document)).FirstOrDefault();
        return new FlowBook
        {
            Main = "main",
            Documents = new Dictionary<string, FlowDocument>
            {
                ["main"] = fault is null ? document! : throw new InvalidDataException($"{fault.Place} {fault.Rule}"),
            },
            Versions = ImmutableDictionary<string, int>.Empty.Add("main", 1),
            Calendars = new Dictionary<string, OpeningCalendar>
            {
                ["office"] = new()
                {
                    Name = "office",
                    TimeZone = "Europe/London",
                    Hours = new Dictionary<string, IReadOnlyList<string>> { ["monday"] = ["09:00-17:00"] },
                },
            },
        };
    }
}
