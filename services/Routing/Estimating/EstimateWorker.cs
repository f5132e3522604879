using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Queues;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Estimating;

/// <summary>
/// Looks at all waiting calls now and then, learns from those that are over, and tells the others where they stand.
/// It runs in every replica, one looks at a time; the matcher does not wait for it.
/// </summary>
public sealed class EstimateWorker(
    Transactions transactions, TimeProvider time, IOptions<RoutingOptions> options, ILogger<EstimateWorker> logger)
    : SweepWorker(options.Value.EstimateTime, time)
{
    /// <summary>What one look learns from at most.</summary>
    private const int Lessons = 5_000;

    /// <summary>One look; returns how many calls were told their place.</summary>
    public async Task<int> LookAsync(CancellationToken cancellation)
    {
        var (settings, now) = (options.Value, Clock.GetUtcNow());
        await using var work = await transactions.BeginAsync(cancellation);
        if (await PaceStore.LockLookAsync(work.Transaction, cancellation) is not { } since
            || now - since < settings.EstimateTime)
        {
            return 0;
        }

        var connection = work.Transaction.Connection!;
        var queues = (await QueueStore.ListAsync(connection, cancellation)).ToDictionary(queue => queue.QueueId);
        var staffing = new Staffing(
            await PaceStore.AtWorkAsync(work.Transaction, now, cancellation), queues.Values, now);
        var known = await PaceStore.ListAsync(connection, cancellation);
        var freed = await PaceStore.FreedAsync(work.Transaction, since, now, Lessons, cancellation);
        var settled = await EstimateStore.TakeSettledAsync(work.Transaction, Lessons, cancellation);
        var calls = await EstimateStore.WaitingAsync(work.Transaction, settings.EstimatedCalls, cancellation);
        var paces = PaceRules.Learn(known, freed, settled, queues.Keys, staffing);
        var decision = TellRules.Decide(
            calls, queues, new PaceState(staffing, paces), (settings.AnnounceTime, settings.PositionsPerLook), now);

        await EstimateStore.AddDaysAsync(work.Transaction, PaceRules.Days(settled), cancellation);
        await EstimateStore.SaveAsync(work.Transaction, decision.Told, cancellation);
        await PaceStore.SaveAsync(
            work.Transaction,
            paces.Values
                .Select(pace => pace with { NewCallerMs = decision.NewCallers.GetValueOrDefault(pace.QueueId) })
                .Except(known),
            cancellation);
        await PaceStore.SaveLookAsync(work.Transaction, now, cancellation);
        work.Publish([.. decision.Told.Select(told =>
            (object)told.Said(queues.GetValueOrDefault(told.QueueId)?.At(now).Plan.Announcements))]);
        await work.CommitAsync(cancellation);
        EstimateMetrics.Measured(settled);
        return decision.Told.Count;
    }

    protected override Task SweepAsync(CancellationToken cancellation) => LookAsync(cancellation);

    protected override void Failed(Exception fault) => Log.EstimateFailed(logger, fault);
}
