namespace CallCenter.Fixtures.Playing;

/// <summary>Many calls, each after its plan.</summary>
public sealed class PlayedLoad(PlayedTelephony telephony)
{
    /// <summary>Longer than any lease, so that what is repaired is not lost.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Lock _gate = new();
    private LoadOutcome _outcome = new();

    /// <summary>Calls that come at a steady rate, however the earlier ones fare; waits for the last to end.</summary>
    public async Task<LoadOutcome> StreamAsync(int callsPerSecond, TimeSpan duration)
    {
        var began = TimeProvider.System.GetTimestamp();
        var calls = new List<Task>();
        for (var i = 0; i < callsPerSecond * duration.TotalSeconds; i++)
        {
            var wait = TimeSpan.FromSeconds((double)i / callsPerSecond) - TimeProvider.System.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, TimeProvider.System);
            }

            calls.Add(CallAsync(i));
        }

        await Task.WhenAll(calls);
        return _outcome;
    }

    /// <summary>So many calls, so many of them at once: the next begins when one ends.</summary>
    public async Task<LoadOutcome> AtOnceAsync(int calls, int atOnce)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var number && number < calls)
            {
                await CallAsync(number);
            }
        }));
        return _outcome;
    }

    private async Task CallAsync(int number)
    {
        var plan = CallPlan.Of(number);
        var (talks, failure) = (0, (string?)null);
        try
        {
            talks = await telephony.CallAsync(plan, Limit);
        }
        catch (OperationCanceledException)
        {
            failure = $"call {number} ({plan.End}) was left alone for {Limit.TotalSeconds} s";
        }

        failure ??= talks == plan.Talks ? null : $"call {number} ({plan.End}) had {talks} talks, not {plan.Talks}";
        lock (_gate)
        {
            _outcome = _outcome with
            {
                Calls = _outcome.Calls + 1,
                Talks = _outcome.Talks + talks,
                Lost = _outcome.Lost + (failure is null ? 0 : 1),
                FirstFailure = _outcome.FirstFailure ?? failure,
            };
        }
    }
}

/// <summary>How the calls of a load went.</summary>
public sealed record LoadOutcome
{
    public int Calls { get; init; }

    /// <summary>Talks that they had.</summary>
    public int Talks { get; init; }

    /// <summary>Calls that did not have the talks of their plan.</summary>
    public int Lost { get; init; }

    public string? FirstFailure { get; init; }
}
