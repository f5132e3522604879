using System.Diagnostics;
using System.Globalization;

namespace CallCenter.Messaging.Workload;

/// <summary>
/// Ends this process with SIGKILL when a step is reached for the n-th time: no handler, no flush, no goodbye.
/// </summary>
internal sealed class CrashPoint : IStepObserver
{
    private readonly string _step;
    private int _left;

    public CrashPoint(string point)
    {
        var parts = point.Split(':');
        _step = parts[0];
        _left = int.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    public void Reached(string step)
    {
        if (step == _step && Interlocked.Decrement(ref _left) == 0)
        {
            Process.GetCurrentProcess().Kill();
        }
    }
}
