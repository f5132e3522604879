using System.Globalization;

namespace CallCenter.Benchmarks.Dispatching;

/// <summary>How one call went.</summary>
internal sealed record CallOutcome
{
    /// <summary>From the caller's INVITE to the agent's.</summary>
    public TimeSpan Dispatch { get; init; }

    /// <summary>Packets that both sides heard in the talk.</summary>
    public long Received { get; init; }

    /// <summary>Packets missing by their sequence numbers.</summary>
    public long Lost { get; init; }

    /// <summary>Pauses of more than 60 ms between two packets.</summary>
    public long Pauses { get; init; }

    public TimeSpan LargestPause { get; init; }

    public string? Failure { get; init; }
}

/// <summary>How all calls of a load went.</summary>
internal sealed class LoadResult(IReadOnlyList<CallOutcome> calls)
{
    private readonly double[] _sorted =
        [.. calls.Where(call => call.Failure is null).Select(call => call.Dispatch.TotalMilliseconds).Order()];

    public const string Header =
        "                              calls failed     p50     p95     p99     max ms      RTP  lost  >60 ms  max ms";

    public int Failed => calls.Count(call => call.Failure is not null);

    public long Lost => calls.Sum(call => call.Lost);

    public string? FirstFailure => calls.FirstOrDefault(call => call.Failure is not null)?.Failure;

    public double At(double share) =>
        _sorted.Length == 0 ? double.NaN : _sorted[Math.Min(_sorted.Length - 1, (int)(_sorted.Length * share))];

    public string Describe(string name)
    {
        var largest = calls.Count == 0 ? 0 : calls.Max(call => call.LargestPause.TotalMilliseconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-30}{calls.Count,5}{Failed,7}{At(0.50),8:0.0}{At(0.95),8:0.0}{At(0.99),8:0.0}{At(1),8:0.0}"
            + $"{calls.Sum(call => call.Received),12}{Lost,6}{calls.Sum(call => call.Pauses),8}{largest,8:0}");
    }
}
