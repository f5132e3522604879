using CallCenter.Messaging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Callbacks;

/// <summary>
/// What time alone makes of callbacks: attempts of which nothing was heard, callbacks whose time is over, and the
/// forgetting of old ones. Replicas share the work: who locks a callback first ends it.
/// </summary>
public sealed class CallbackWorker(
    Transactions transactions, NpgsqlDataSource database, TimeProvider time, IOptions<RoutingOptions> options,
    ILogger<CallbackWorker> logger) : BackgroundService
{
    private static readonly TimeSpan UpkeepTime = TimeSpan.FromMinutes(10);

    private DateTimeOffset _upkeepAt;

    /// <summary>Ends what is due; returns how many callbacks were looked at.</summary>
    public async Task<int> EndDueAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        IReadOnlyList<Guid> due;
        await using (var connection = await database.OpenConnectionAsync(cancellation))
        {
            due = await CallbackStore.DueAsync(connection, now, options.Value.CallbackTimes, cancellation);
        }

        foreach (var callbackId in due)
        {
            await EndAsync(callbackId, now, cancellation);
        }

        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepTime, time);
        do
        {
            try
            {
                await EndDueAsync(stoppingToken);
                await ForgetAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // The database is away: deadlines are rows there, the next look finds them.
                Log.DeadlineFailed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task EndAsync(Guid callbackId, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        if (await CallbackStore.LockAsync(work.Transaction, callbackId, cancellation) is not { } callback)
        {
            return;
        }

        var change = AttemptRules.Pass(callback, options.Value.AttemptLimits, options.Value.CallbackTimes, now);
        if (callback is { State: CallbackStates.Dialling, CallId: { } callId } && change.Changed.Count > 0)
        {
            await CallbackStore.SaveResultAsync(
                work.Transaction, callbackId, callId, AttemptRules.Unheard, now, cancellation);
            Log.DialUnheard(logger, callbackId, callId);
        }

        await CallbackStore.SaveAsync(work.Transaction, change.Changed, cancellation);
        work.Publish(change.Events);
        await work.CommitAsync(cancellation);
    }

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now - _upkeepAt < UpkeepTime)
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await CallbackStore.ForgetAsync(connection, now - options.Value.KeepAssignments, cancellation);
        _upkeepAt = now;
    }
}
