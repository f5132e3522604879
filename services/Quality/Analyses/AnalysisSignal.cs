namespace CallCenter.Quality.Analyses;

/// <summary>Wakes the worker of this process after a commit; a lost signal costs a sweep.</summary>
public sealed class AnalysisSignal : IDisposable
{
    private readonly SemaphoreSlim _woken = new(0);

    public void Wake()
    {
        if (_woken.CurrentCount == 0)
        {
            _woken.Release();
        }
    }

    /// <summary>True when woken, false when the time is over.</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellation) =>
        _woken.WaitAsync(atMost, cancellation);

    public void Dispose() => _woken.Dispose();
}
