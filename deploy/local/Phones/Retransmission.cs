namespace CallCenter.Local.Phones;

/// <summary>Sends a message again after 500 ms, 1 s, 2 s … until stopped or 32 s are over (RFC 3261, 17).</summary>
internal sealed class Retransmission : IDisposable
{
    /// <summary>T1: how long the first answer may take.</summary>
    public static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>T2: the longest interval, except for an INVITE.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(4);

    /// <summary>64 times T1: after that the other side counts as gone.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(32);

    private readonly Action _send;
    private readonly Action _giveUp;
    private readonly TimeProvider _time;
    private readonly TimeSpan _longest;
    private readonly long _started;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private TimeSpan _interval = FirstInterval;
    private bool _sending = true;
    private bool _ended;

    public Retransmission(Action send, Action giveUp, TimeProvider time, bool isInvite = false)
    {
        _send = send;
        _giveUp = giveUp;
        _time = time;
        _longest = isInvite ? Deadline : LongestInterval;
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The other side has heard it: stop sending, and wait this much longer for the rest.</summary>
    public void Quiet(TimeSpan wait)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _sending = false;
                _timer.Change(wait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
        }

        _timer.Dispose();
    }

    private void Tick()
    {
        bool again;
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            again = _sending && _time.GetElapsedTime(_started) < Deadline;
            _ended = !again;
            if (again)
            {
                _interval = _interval * 2 > _longest ? _longest : _interval * 2;
                var left = Deadline - _time.GetElapsedTime(_started);
                var next = left < _interval && left > TimeSpan.Zero ? left : _interval;
                _timer.Change(next, Timeout.InfiniteTimeSpan);
            }
        }

        (again ? _send : _giveUp)();
    }
}
