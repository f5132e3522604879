using CallCenter.Routing.Simulating;
using Xunit;

namespace CallCenter.Routing.Tests.Simulating;

/// <summary>What chance adds to calls as they were.</summary>
public sealed class RecordedCallsTests
{
    [Fact]
    public void Who_was_answered_would_have_waited_longer_by_the_mean_patience_of_those_who_left()
    {
        // 1,000 left after 60 s and 3,000 were answered after 20 s: 120 s of waiting for each who left.
        var day = DayMaker.Make(Day(
            [.. Enumerable.Repeat(Left(60_000), 1_000), .. Enumerable.Repeat(Answered(20_000, 90_000), 3_000)]), null);

        var calls = day.Calls.ToList();
        Assert.All(calls, call => Assert.True(call.Patience >= TimeSpan.FromSeconds(20)));
        var more = calls.Where(call => call.Patience != TimeSpan.FromSeconds(60))
            .Select(call => call.Patience!.Value.TotalSeconds - 20).ToList();
        Assert.Equal(3_000, more.Count);
        // The mean of 3,000 exponential waits: its standard error is 120 / sqrt(3,000) = 2.2 s.
        Assert.InRange(more.Average(), 120 - 7, 120 + 7);
    }

    [Fact]
    public void A_call_that_nobody_answered_is_as_much_work_as_one_that_somebody_did()
    {
        var calls = DayMaker.Make(
            Day([Left(5_000), Left(6_000), Answered(0, 30_000), Answered(0, 90_000)]), null).Calls.ToList();

        Assert.All(calls, call => Assert.Contains(call.Talk.TotalSeconds, (double[])[30, 90]));
        Assert.All(calls, call => Assert.Equal(TimeSpan.FromSeconds(7), call.WrapUp));
    }

    [Fact]
    public void Where_nobody_left_nobody_will() => Assert.All(
        DayMaker.Make(Day([Answered(20_000, 90_000)]), null).Calls, call => Assert.Null(call.Patience));

    private static DayFile Day(IReadOnlyList<DayCall> calls) => new()
    {
        Queues = [new DayQueue { Name = "Sales" }], Agents = [new DayAgents { Count = 1 }], Calls = calls,
    };

    private static DayCall Left(int afterMs) => new() { Queue = "Sales", AtMs = 0, PatienceMs = afterMs };

    private static DayCall Answered(int afterMs, int talkMs) => new()
    {
        Queue = "Sales", AtMs = 0, WaitedMs = afterMs, TalkMs = talkMs, WrapUpMs = 7_000,
    };
}
