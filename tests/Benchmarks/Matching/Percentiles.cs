using System.Globalization;

namespace CallCenter.Benchmarks.Matching;

/// <summary>Times in milliseconds, sorted.</summary>
internal sealed class Percentiles(IEnumerable<double> times)
{
    private readonly List<double> _sorted = [.. times.Order()];

    public int Count => _sorted.Count;

    public double At(double share) =>
        _sorted.Count == 0 ? double.NaN : _sorted[Math.Min(_sorted.Count - 1, (int)(_sorted.Count * share))];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {At(.5):F1} ms, p99 {At(.99):F1} ms, max {At(1):F1} ms");
}
