using CallCenter.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Figures;

/// <summary>
/// Folds what was heard and said into the tables that figures are counted from: behind the calls, many events at once,
/// so that no call waits for its bookkeeping. It runs in every replica; a lock lets one fold at a time.
/// </summary>
public sealed class FigureWorker(
    WakeSignal<FigureWorker> signal, NpgsqlDataSource database, TimeProvider time, IOptions<RoutingOptions> options,
    ILogger<FigureWorker> logger) : BackgroundService
{
    private const int Batch = 2_000;

    /// <summary>What comes shortly after each other is folded together.</summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan UpkeepTime = TimeSpan.FromMinutes(10);
    private DateTimeOffset _upkeepAt;

    /// <summary>Folds the first pending events; returns how many. None while another replica folds.</summary>
    public async Task<int> FoldAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await FigureEventStore.AnyPendingAsync(connection, cancellation))
        {
            // A sweep of an idle centre costs one question.
            return 0;
        }

        await using var work = await connection.BeginTransactionAsync(cancellation);
        if (!await FigureEventStore.TryLockAsync(work, cancellation))
        {
            return 0;
        }

        var pending = await FigureEventStore.PendingAsync(work, Batch, cancellation);
        if (pending.Count > 0)
        {
            await Folding.FoldAsync(work, pending, cancellation);
            await work.CommitAsync(cancellation);
        }

        return pending.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await signal.WaitAsync(options.Value.SweepTime, stoppingToken))
                {
                    await Task.Delay(GatherTime, time, stoppingToken);
                }

                while (await FoldAsync(stoppingToken) == Batch)
                {
                    // There is more.
                }

                await ForgetAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // The database is away: the events are there, the next look folds them.
                Log.FoldFailed(logger, e);
                await Task.Delay(options.Value.SweepTime, time, stoppingToken);
            }
        }
    }

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now - _upkeepAt < UpkeepTime)
        {
            return;
        }

        _upkeepAt = now;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var events = await FigureEventStore.ForgetAsync(
            connection, now - options.Value.KeepFigureEvents, cancellation);
        var rows = await ProjectionStore.ForgetAsync(connection, now - options.Value.KeepFigures, cancellation);
        Log.FiguresForgot(logger, events, rows);
    }
}
