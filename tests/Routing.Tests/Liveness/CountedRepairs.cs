using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CallCenter.Routing.Tests.Liveness;

/// <summary>What the counters of the meter CallCenter.Routing count while this lives; other tests count too.</summary>
internal sealed class CountedRepairs : IDisposable
{
    private readonly MeterListener _listener = new();

    public CountedRepairs(string instrument = "callcenter.routing.repairs")
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == "CallCenter.Routing" && published.Name == instrument)
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
            Kinds.Add(string.Join(": ", tags.ToArray().Select(tag => tag.Value))));
        _listener.Start();
    }

    /// <summary>The values of the tags of each count.</summary>
    public ConcurrentBag<string> Kinds { get; } = [];

    public void Dispose() => _listener.Dispose();
}
