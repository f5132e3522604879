using System.Collections.Concurrent;
using CallCenter.Local.Phones;

namespace CallCenter.Benchmarks.Dispatching;

/// <summary>
/// Calls at a steady rate, each with audio in both directions. Measures from the caller's INVITE leaving its socket
/// to the INVITE that rings an agent's phone; the two are matched by the caller's number.
/// </summary>
internal sealed class CallLoad
{
    /// <summary>
    /// As long as a person takes to press the key: at random, evenly from two thirds of it to four thirds. With the
    /// same time for every call, at a steady rate each answer and each end would fall on the same instant of the
    /// beginnings of others.
    /// </summary>
    private static readonly TimeSpan RingTime = TimeSpan.FromMilliseconds(300);

    /// <summary>On average; a call talks for three to five quarters of it.</summary>
    public static readonly TimeSpan TalkTime = TimeSpan.FromSeconds(4);

    /// <summary>The same times for every system.</summary>
    private const int Seed = 20_261_127;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>The audio of the first moment is not timed: the switch joins the two legs in it.</summary>
    private static readonly TimeSpan Joining = TimeSpan.FromMilliseconds(500);

    private readonly TestPhone _caller;
    private readonly string _number;
    private readonly ConcurrentDictionary<string, ExpectedCall> _expected = new(StringComparer.Ordinal);

    public CallLoad(TestPhone caller, IEnumerable<TestPhone> agents, string number)
    {
        _caller = caller;
        _number = number;
        foreach (var agent in agents)
        {
            agent.OnInvite = Receive;
        }
    }

    /// <summary>Places so many calls and waits until the last has ended.</summary>
    public async Task<LoadResult> RunAsync(int callsPerSecond, int total)
    {
        var calls = new List<Task<CallOutcome>>();
        var random = new Random(Seed);
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < total; i++)
        {
            var wait = TimeSpan.FromSeconds(i / (double)callsPerSecond) - TimeProvider.System.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, TimeProvider.System);
            }

            calls.Add(CallAsync(
                $"+44163296{i % 10_000:0000}", RingTime * Around(random, 3), TalkTime * Around(random, 4)));
        }

        return new LoadResult(await Task.WhenAll(calls));
    }

    private InviteReply Receive(PhoneCall call)
    {
        if (!_expected.TryGetValue(call.Number, out var expected))
        {
            return InviteReply.Answer(RingTime);
        }

        expected.Rung.TrySetResult(call);
        return InviteReply.Answer(expected.RingTime);
    }

    /// <summary>A factor around 1, evenly up to one part less or more.</summary>
    private static double Around(Random random, int parts) => 1 + (((2 * random.NextDouble()) - 1) / parts);

    private async Task<CallOutcome> CallAsync(string from, TimeSpan ringTime, TimeSpan talkTime)
    {
        var expected = new ExpectedCall(ringTime);
        _expected[from] = expected;
        var calling = _caller.Call(_number, from);
        try
        {
            return await TalkAsync(calling, await expected.Rung.Task.WaitAsync(Limit, TimeProvider.System), talkTime);
        }
        catch (TimeoutException slow)
        {
            var heard = calling.Answered.IsCompleted ? "answered" : calling.Ringing.IsCompleted ? "ringing" : "nothing";
            await calling.HangUpAsync();
            return new CallOutcome
            {
                Failure = $"{(expected.Rung.Task.IsCompleted ? "not done" : "no phone rang")} in time; "
                    + $"the caller heard {heard}: {slow.Message}",
            };
        }
        finally
        {
            _expected.TryRemove(from, out _);
        }
    }

    private static async Task<CallOutcome> TalkAsync(PhoneCall calling, PhoneCall called, TimeSpan talkTime)
    {
        var dispatch = TimeProvider.System.GetElapsedTime(calling.InvitedAt, called.InvitedAt);
        var answered = await Task.WhenAll(
            called.Answered.WaitAsync(Limit, TimeProvider.System),
            calling.Answered.WaitAsync(Limit, TimeProvider.System));
        if (!answered[0] || !answered[1])
        {
            return new CallOutcome { Failure = "not answered" };
        }

        calling.SendTone(440);
        called.SendTone(1_000);
        await Task.Delay(Joining, TimeProvider.System);
        var before = Lost(calling) + Lost(called);
        calling.Media.ResetCounters();
        called.Media.ResetCounters();
        await Task.Delay(talkTime - Joining, TimeProvider.System);
        var (caller, agent) = (calling.Media.Counters, called.Media.Counters);
        await called.HangUpAsync();
        await calling.Ended.WaitAsync(Limit, TimeProvider.System);
        return new CallOutcome
        {
            Dispatch = dispatch,
            Received = caller.Received + agent.Received,
            Lost = before + caller.Lost + agent.Lost,
            Pauses = caller.LongPauses + agent.LongPauses,
            LargestPause = caller.LargestPause > agent.LargestPause ? caller.LargestPause : agent.LargestPause,
        };
    }

    private static long Lost(PhoneCall call) => call.Media.Counters.Lost;

    private sealed record ExpectedCall(TimeSpan RingTime)
    {
        public TaskCompletionSource<PhoneCall> Rung { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
