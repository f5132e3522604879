namespace CallCenter.Local.Phones;

/// <summary>
/// The one thread that moves the audio of all phones of this process. It wakes every 5 ms, takes in what has come for
/// every stream, and sends for a quarter of them, so that each sends every 20 ms and the work is spread evenly.
/// </summary>
internal static class RtpClock
{
    private const int Phases = 4;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private static readonly Lock Gate = new();
    private static readonly AutoResetEvent Wake = new(false);
    private static RtpSession[] _sessions = [];
    private static bool _runs;
    private static int _nextPhase;

    /// <summary>Takes a stream in; the thread lives while there is one.</summary>
    public static int Join(RtpSession session)
    {
        lock (Gate)
        {
            _sessions = [.. _sessions, session];
            if (!_runs)
            {
                _runs = true;
                new Thread(Run) { IsBackground = true, Name = "RTP clock" }.Start();
            }

            return _nextPhase++ % Phases;
        }
    }

    public static void Leave(RtpSession session)
    {
        lock (Gate)
        {
            _sessions = [.. _sessions.Where(other => other != session)];
        }
    }

    private static void Run()
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        for (long step = 1; ; step++)
        {
            // Steps are counted from the start, so that being late once does not move all that follow.
            var wait = (Step * step) - time.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                Wake.WaitOne(Math.Max(1, (int)wait.TotalMilliseconds));
            }

            RtpSession[] sessions;
            lock (Gate)
            {
                sessions = _sessions;
                if (sessions.Length == 0)
                {
                    _runs = false;
                    return;
                }
            }

            var now = time.GetTimestamp();
            foreach (var session in sessions)
            {
                session.Tick(step % Phases, now);
            }
        }
    }
}
