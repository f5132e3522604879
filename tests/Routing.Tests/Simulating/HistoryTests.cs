using System.Collections.Concurrent;
using Xunit;

namespace CallCenter.Routing.Tests.Simulating;

public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int Histories = 20;
    private const int Events = 7_000;
    private const int Repeated = 40_000;

    private static readonly string[] _kinds =
    [
        "LeaveQueue", "Transfer", "moved", "Join", "Part", "RemoveAgent", "AddAgent", "SwitchSurge", "TurnTheDoor",
        "dialled", "callback", "mood", "held",
    ];

    [Fact]
    public void Whatever_happens_no_agent_and_no_call_is_lost_or_held_twice()
    {
        // New seeds in every run; a failure names its own.
        var first = Environment.TickCount & 0xFFFFFF;
        output.WriteLine($"seeds {first} to {first + Histories - 1}, {Histories * Events} events");
        var histories = new ConcurrentBag<History>();
        Parallel.For(0, Histories, i =>
        {
            var history = new History(first + i);
            try
            {
                history.Run(Events);
                history.Close();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"The history of seed {first + i} breaks a rule.", e);
            }

            histories.Add(history);
        });

        // Of all together: what one history lacks says nothing about the rules.
        var decisions = histories.Sum(history => history.Decisions.Count);
        var refused = histories.Sum(history => history.Refused);
        output.WriteLine($"{decisions} decisions, {refused} impossible facts");
        Assert.True(decisions > Histories * Events / 20, $"{decisions} decisions mean nothing");
        Assert.True(refused > Histories * Events / 20, $"{refused} impossible facts mean nothing");
        Assert.All(
            _kinds, kind => Assert.True(histories.Sum(history => history.Happened.GetValueOrDefault(kind)) > 0, kind));
    }

    [Fact]
    public void The_same_history_gives_the_same_decisions()
    {
        var seed = Environment.TickCount & 0xFFFFFF;
        output.WriteLine($"seed {seed}, {Repeated} events twice");
        var (one, other) = (new History(seed), new History(seed));
        Parallel.Invoke(() => one.Run(Repeated), () => other.Run(Repeated));

        Assert.NotEmpty(one.Decisions);
        Assert.Equal(one.Decisions, other.Decisions);
    }
}
