using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Messaging.Upkeep;

/// <summary>
/// Keeps the day partitions (before the workers that start after it, then daily) and measures the backlog. The
/// database's owner does the work behind <c>msg.keep_partitions()</c>: the service itself may not create or drop
/// anything.
/// </summary>
internal sealed class UpkeepWorker(NpgsqlDataSource database, TimeProvider time, ILogger<UpkeepWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan _partitionsEvery = TimeSpan.FromDays(1);
    private static readonly TimeSpan _partitionsAgainAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _measureEvery = TimeSpan.FromSeconds(15);

    private TimeSpan _firstPause;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _firstPause = await TryAsync(KeepPartitionsAsync, cancellationToken)
            ? _partitionsEvery
            : _partitionsAgainAfter;
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(KeepPartitionsAsync, _firstPause, _partitionsEvery, _partitionsAgainAfter, stoppingToken),
        RepeatAsync(MeasureAsync, TimeSpan.Zero, _measureEvery, _measureEvery, stoppingToken));

    private async Task KeepPartitionsAsync(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        var (created, dropped) = await UpkeepStore.KeepPartitionsAsync(connection, stopping);
        if (created + dropped > 0)
        {
            Log.PartitionsKept(logger, created, dropped);
        }
    }

    private async Task MeasureAsync(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        MessagingMetrics.Backlog = await UpkeepStore.MeasureAsync(connection, time.GetUtcNow(), stopping);
    }

    private async Task RepeatAsync(
        Func<CancellationToken, Task> work, TimeSpan pause, TimeSpan every, TimeSpan againAfter,
        CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            pause = await TryAsync(work, stopping) ? every : againAfter;
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        try
        {
            await work(stopping);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException && !stopping.IsCancellationRequested)
        {
            Log.UpkeepFailed(logger, e);
            return false;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }
}
