using Xunit;

namespace CallCenter.Routing.Tests.Simulating;

public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int Histories = 20;
    private const int Events = 6_000;

    [Fact]
    public void Whatever_happens_no_agent_and_no_call_is_lost_or_held_twice()
    {
        // New seeds in every run; a failure names its own.
        var first = Environment.TickCount & 0xFFFFFF;
        output.WriteLine($"seeds {first} to {first + Histories - 1}, {Histories * Events} events");
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

            Assert.True(history.Decisions.Count > Events / 20, $"{history.Decisions.Count} decisions mean nothing");
            Assert.True(history.Refused > Events / 20, $"{history.Refused} impossible facts mean nothing");
        });
    }

    [Fact]
    public void The_same_history_gives_the_same_decisions()
    {
        var seed = Environment.TickCount & 0xFFFFFF;
        output.WriteLine($"seed {seed}");
        var (one, other) = (new History(seed), new History(seed));
        one.Run(3_000);
        other.Run(3_000);

        Assert.NotEmpty(one.Decisions);
        Assert.Equal(one.Decisions, other.Decisions);
    }
}
