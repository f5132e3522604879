using CallCenter.Hosting;
using CallCenter.Messaging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Surges;

/// <summary>Switches surges off whose time is over. In several replicas the first to lock the queue does it.</summary>
public sealed class SurgeWorker(
    SurgeSwitch surges, Transactions transactions, NpgsqlDataSource database, TimeProvider time,
    IOptions<RoutingOptions> options, ILogger<SurgeWorker> logger)
    : SweepWorker(options.Value.SweepTime, time)
{
    /// <summary>Ends what is due; returns how many queues that were.</summary>
    public async Task<int> EndDueAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var due = await SurgeStore.DueAsync(connection, Clock.GetUtcNow(), cancellation);
        foreach (var queueId in due)
        {
            await using var work = await transactions.BeginAsync(cancellation);
            await surges.SetAsync(work, [queueId], until: null, by: null, cancellation);
            await work.CommitAsync(cancellation);
        }

        return due.Count;
    }

    protected override Task SweepAsync(CancellationToken cancellation) => EndDueAsync(cancellation);

    protected override void Failed(Exception fault) => Log.SurgeFailed(logger, fault);
}
