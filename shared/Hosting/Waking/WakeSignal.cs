namespace CallCenter.Hosting;

/// <summary>
/// Wakes a worker of this process after a commit that made work for it: <c>AfterCommit(() =&gt; signal.Wake())</c>.
/// Many signals are one, and a lost one costs a sweep of the worker, never the work. Every service can inject it.
/// </summary>
/// <typeparam name="TWorker">Who is woken; nobody else waits on this signal.</typeparam>
public sealed class WakeSignal<TWorker> : IDisposable
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
