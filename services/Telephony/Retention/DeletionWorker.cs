using CallCenter.Contracts.Telephony;
using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Telephony.Nodes;
using CallCenter.Telephony.Recordings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CallCenter.Telephony.Retention;

/// <summary>
/// The only one who deletes recordings, in two steps: a deletion is decided and stored, from where no hold can be set
/// any more; then the audio goes. So nothing is held that is half gone, and a crash in between is made good.
/// </summary>
public sealed class DeletionWorker(
    TelephonyOptions options, Switchboard switchboard, Transactions transactions, IRecordingStore store,
    WakeSignal<DeletionWorker> signal, TimeProvider clock, ILogger<DeletionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan SweepTime = TimeSpan.FromMinutes(1);

    /// <summary>Decides what is due and deletes what is decided.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        while (await DecideAsync(cancellation))
        {
        }

        for (var after = (Guid?)Guid.Empty; after is not null;)
        {
            after = await DeleteNextAsync(after.Value, cancellation);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
                await signal.WaitAsync(SweepTime, stoppingToken);
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                logger.DatabaseAway("delete recordings", fault);
                await signal.WaitAsync(SweepTime, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> DecideAsync(CancellationToken cancellation)
    {
        string[] nodes = [.. switchboard.OwnNodes];
        var now = clock.GetUtcNow();
        await using var work = await transactions.BeginAsync(cancellation);
        var taken = await DeletionStore.TakeOrderedAsync(work.Transaction, nodes, cancellation);
        if (taken.Count == 0)
        {
            taken = await DeletionStore.TakeExpiredAsync(
                work.Transaction, options.RecordingRetentionDays, nodes, now, cancellation);
        }

        await DeletionStore.DecideAsync(work.Transaction, taken, now, cancellation);
        await work.CommitAsync(cancellation);
        return taken.Count > 0;
    }

    /// <summary>The one that was taken; null when there is none. One that cannot be deleted waits for the next sweep.
    /// </summary>
    private async Task<Guid?> DeleteNextAsync(Guid after, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        if (await DeletionStore.TakeDecidedAsync(work.Transaction, after, cancellation) is not { } doomed)
        {
            return null;
        }

        using var activity = ServiceActivity.Start("delete recording", doomed.TraceParent);
        ServiceActivity.OfCall(doomed.CallId);
        try
        {
            await DeleteAudioAsync(doomed, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            logger.RecordingNotDeleted(doomed.RecordingId, fault);
            return doomed.RecordingId;
        }

        var now = clock.GetUtcNow();
        await DeletionStore.FinishAsync(work.Transaction, doomed.RecordingId, now, cancellation);
        var reason = doomed.OrderId is null ? "retention" : "customer";
        work.Publish(new RecordingDeleted
        {
            CallId = doomed.CallId,
            RecordingId = doomed.RecordingId,
            Reason = reason,
            Sha256 = doomed.Sha256,
            DeletedAt = now,
        });
        await work.CommitAsync(cancellation);
        RecordingMetrics.Deleted(reason);
        logger.RecordingDeleted(doomed.RecordingId, reason);
        return doomed.RecordingId;
    }

    private async Task DeleteAudioAsync(Doomed doomed, CancellationToken cancellation)
    {
        await store.DeleteAsync(RecordingFile.Ogg(doomed.RecordingId), cancellation);
        await store.DeleteAsync(RecordingFile.Wav(doomed.RecordingId), cancellation);
        if (switchboard.OwnNodes.Contains(doomed.Node)
            && Array.Find(options.Nodes, node => node.Name == doomed.Node) is { } node)
        {
            // Of a failed recording, or left by a crash after the merging.
            new RecordingFiles(node.RecordingDirectory, doomed.RecordingId).Delete();
        }
    }
}
