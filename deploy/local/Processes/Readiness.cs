using System.Diagnostics;

namespace CallCenter.Local.Processes;

/// <summary>Waits for a condition, never for a time.</summary>
public static class Readiness
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(40);

    /// <summary>
    /// Returns when the probe says true. A process that ends first, or the limit, is a failure that shows its log.
    /// A probe that throws an I/O error is one that says "not yet".
    /// </summary>
    public static async Task WaitAsync(
        ChildProcess process,
        TimeSpan limit,
        Func<CancellationToken, Task<bool>> probe,
        CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(probe, cancellation))
        {
            if (process.HasExited)
            {
                throw new StartFailedException($"{process.Name} ended before it was ready.", process.LogFile);
            }

            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new StartFailedException(
                    $"{process.Name} was not ready after {limit.TotalSeconds:0} s.", process.LogFile);
            }

            await Task.Delay(Interval, TimeProvider.System, cancellation);
        }
    }

    private static async Task<bool> IsReadyAsync(Func<CancellationToken, Task<bool>> probe, CancellationToken outer)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(outer);
        bounded.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            return await probe(bounded.Token);
        }
        catch (Exception failure) when (!outer.IsCancellationRequested && IsNotYet(failure))
        {
            return false;
        }
    }

    private static bool IsNotYet(Exception failure) =>
        failure is HttpRequestException or IOException or System.Net.Sockets.SocketException
            or OperationCanceledException or System.Data.Common.DbException;
}
