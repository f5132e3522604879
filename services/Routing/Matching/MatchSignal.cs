namespace CallCenter.Routing.Matching;

/// <summary>
/// Wakes the matcher of this process after a commit. Many signals are one; a lost one costs a sweep, never a call.
/// </summary>
public sealed class MatchSignal : IDisposable
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
