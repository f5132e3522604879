using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Messaging.Upkeep;

/// <summary>
/// Keeps the day partitions (at start, then daily) and measures the backlog. The database's owner does the work behind
/// <c>msg.keep_partitions()</c>: the service itself may not create or drop anything.
/// </summary>
internal sealed class UpkeepWorker(NpgsqlDataSource database, TimeProvider time, ILogger<UpkeepWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan _partitionsEvery = TimeSpan.FromDays(1);
    private static readonly TimeSpan _partitionsAgainAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _measureEvery = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(KeepPartitionsAsync, _partitionsEvery, _partitionsAgainAfter, stoppingToken),
        RepeatAsync(MeasureAsync, _measureEvery, _measureEvery, stoppingToken));

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
        Func<CancellationToken, Task> work, TimeSpan every, TimeSpan againAfter, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var pause = every;
            try
            {
                await work(stopping);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException && !stopping.IsCancellationRequested)
            {
                Log.UpkeepFailed(logger, e);
                pause = againAfter;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
