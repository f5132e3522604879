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
        "dialled", "callback", "mood",
    ];


    [Fact]
    public void Whatever_happens_no_agent_and_no_call_is_lost_or_held_twice()
    {
        // New seeds in every run; a failure names its own.
        var first = Environment.TickCount & 0xFFFFFF;
        output.WriteLine($"seeds {first} to {first + Histories - 1}, {Histories * Events} events");
        var held = 0;
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

            Assert.True(history.Decisions.Count > Events / 50, $"{history.Decisions.Count} decisions mean nothing");
            Assert.All(_kinds, kind => Assert.True(history.Happened.GetValueOrDefault(kind) > 0, $"no {kind}"));
            Assert.True(history.Refused > Events / 20, $"{history.Refused} impossible facts mean nothing");
            Interlocked.Add(ref held, history.Happened.GetValueOrDefault("held"));
        });
        Assert.True(held > 0, "no hard call was ever held beside an idle agent");
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
