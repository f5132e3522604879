using System.Collections.Concurrent;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// That listening ends: a message that waits for its next attempt is given back at once, and what was fetched behind it
/// in its queue is not handled either, or the next consumer of the queue would find the order reversed.
/// </summary>
internal sealed class ListeningEnd : IDisposable
{
    private readonly ConcurrentDictionary<Uri, bool> _givenBack = new();
    private CancellationTokenSource _ending = new();

    /// <summary>Canceled when listening ends.</summary>
    public CancellationToken Token => _ending.Token;

    public void Begin()
    {
        _ending.Dispose();
        _ending = new CancellationTokenSource();
        _givenBack.Clear();
    }

    public Task EndAsync() => _ending.CancelAsync();

    /// <summary>A message of that queue was given back.</summary>
    public void GaveBack(Uri queue) => _givenBack[queue] = true;

    /// <exception cref="OperationCanceledException">One before it was given back.</exception>
    public void ThrowIfGivenBack(Uri queue)
    {
        if (_givenBack.ContainsKey(queue))
        {
            throw new OperationCanceledException("A message before this one was given back to the broker.");
        }
    }

    public void Dispose() => _ending.Dispose();
}
