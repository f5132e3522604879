using CallCenter.Hosting;
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
    ILogger<CallbackWorker> logger)
    : SweepWorker(options.Value.SweepTime, time)
{
    private static readonly TimeSpan UpkeepTime = TimeSpan.FromMinutes(10);

    private DateTimeOffset _upkeepAt;

    /// <summary>Ends what is due; returns how many callbacks were looked at.</summary>
    public async Task<int> EndDueAsync(CancellationToken cancellation)
    {
        var now = Clock.GetUtcNow();
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

    protected override async Task SweepAsync(CancellationToken cancellation)
    {
        await EndDueAsync(cancellation);
        await ForgetAsync(cancellation);
    }

    protected override void Failed(Exception fault) => Log.DeadlineFailed(logger, fault);

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
        var now = Clock.GetUtcNow();
        if (now - _upkeepAt < UpkeepTime)
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        await CallbackStore.ForgetAsync(connection, now - options.Value.KeepAssignments, cancellation);
        _upkeepAt = now;
    }
}
