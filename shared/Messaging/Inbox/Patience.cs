using Microsoft.Extensions.Logging;

namespace CallCenter.Messaging.Inbox;

/// <summary>
/// The pauses of one message between its attempts: 100 ms, doubled up to 5 s, without end. It says what it waits for at
/// once and every minute, because a part whose message waits stands still.
/// </summary>
internal sealed class Patience(TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _sayEvery = TimeSpan.FromMinutes(1);

    private TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private long _began;
    private long _said;
    private int _attempts;

    public async Task WaitAsync(string? eventId, string type, Exception fault, CancellationToken cancellation)
    {
        var now = time.GetTimestamp();
        if (_attempts++ == 0)
        {
            _began = now;
            MessagingMetrics.BeginWaiting();
        }

        if (_attempts == 1 || time.GetElapsedTime(_said, now) >= _sayEvery)
        {
            _said = now;
            Log.MessageWaits(logger, eventId, type, _attempts, time.GetElapsedTime(_began, now).TotalSeconds, fault);
        }

        await Task.Delay(_pause, time, cancellation);
        _pause = _pause * 2 < _longest ? _pause * 2 : _longest;
    }

    public void Dispose()
    {
        if (_attempts > 0)
        {
            MessagingMetrics.EndWaiting();
        }
    }
}
