using System.Collections.Concurrent;

namespace CallCenter.Benchmarks.Messaging;

/// <summary>Time from the end of a commit to the end of the commit of its effect.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentDictionary<Guid, long> _committed = [];
    private readonly ConcurrentDictionary<Guid, long> _effected = [];

    public int Effects => _effected.Count;

    public void Committed(Guid call) => _committed[call] = TimeProvider.System.GetTimestamp();

    public void Effected(Guid call) => _effected[call] = TimeProvider.System.GetTimestamp();

    public void Clear()
    {
        _committed.Clear();
        _effected.Clear();
    }

    /// <summary>Commits whose effect has not come.</summary>
    public int Missing => _committed.Keys.Count(call => !_effected.ContainsKey(call));

    /// <summary>
    /// So many of a hundred are at most as late, in milliseconds. An effect that was faster than the return of the
    /// commit counts as 0.
    /// </summary>
    public double Percentile(int percent) => At(Sorted(), percent / 100d);

    public string Describe()
    {
        var all = Sorted();
        return $"p50 {At(all, 0.50):F1} ms, p99 {At(all, 0.99):F1} ms, max {all.LastOrDefault():F1} ms"
            + $" ({all.Count} events)";
    }

    private List<double> Sorted() =>
    [
        .. _effected.Where(e => _committed.ContainsKey(e.Key))
            .Select(e => Math.Max(0, TimeProvider.System.GetElapsedTime(_committed[e.Key], e.Value).TotalMilliseconds))
            .Order(),
    ];

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
