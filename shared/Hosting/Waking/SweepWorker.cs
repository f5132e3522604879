using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CallCenter.Hosting;

/// <summary>
/// A worker that looks for work now and then: at once, then each time the pause is over. A sweep that fails because
/// the database or a file is away is told and tried again after the pause: what is due is stored there.
/// </summary>
public abstract class SweepWorker(TimeSpan pause, TimeProvider clock) : BackgroundService
{
    /// <summary>The clock of its pauses, for what it does as well.</summary>
    protected TimeProvider Clock { get; } = clock;

    protected abstract Task SweepAsync(CancellationToken cancellation);

    /// <summary>Tells the log what kept a sweep from its work.</summary>
    protected abstract void Failed(Exception fault);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, Clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException
                                              or UnauthorizedAccessException)
            {
                Failed(fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
