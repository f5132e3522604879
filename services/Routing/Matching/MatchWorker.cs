using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Matching;

/// <summary>
/// Decides over the present state: woken after a commit that may have changed it, and by a sweep. It runs in every
/// replica; a lock in the database lets one decide at a time.
/// </summary>
public sealed class MatchWorker(
    Matcher matcher, WakeSignal<MatchWorker> signal, Transactions transactions, NpgsqlDataSource database,
    TimeProvider time, IOptions<RoutingOptions> options, ILogger<MatchWorker> logger) : BackgroundService
{
    private DateTimeOffset _sweptAt;
    private bool _nobodyWaited;

    /// <summary>
    /// One pass. Over everyone it also writes down why calls wait; otherwise it looks at the longest idle only, which
    /// is quick and mostly enough.
    /// </summary>
    public async Task<MatchPass> MatchAsync(bool everyone, CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var pass = await matcher.DecideAsync(work, everyone, cancellation);
        await work.CommitAsync(cancellation);
        return pass;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var woken = await signal.WaitAsync(options.Value.SweepTime, stoppingToken);
            try
            {
                await LookAsync(woken, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // The database is away: the state is there, the next look decides over it.
                Log.MatchFailed(logger, e);
                await Task.Delay(options.Value.SweepTime, time, stoppingToken);
            }
        }
    }

    private async Task LookAsync(bool woken, CancellationToken cancellation)
    {
        var pass = woken ? await MatchWokenAsync(cancellation) : null;

        // A sweep looks at everyone and writes down why calls wait; under constant load it has its turn too.
        var now = time.GetUtcNow();
        if (pass is { CutShort: false } && now - _sweptAt < options.Value.SweepTime)
        {
            return;
        }

        _sweptAt = now;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (pass is { CutShort: true }
            || await MatchStore.AnyLeftAsync(connection, now - (options.Value.SweepTime / 2), cancellation))
        {
            await PlaceAsync(cancellation);
            await MatchAsync(everyone: true, cancellation);
        }
    }

    /// <summary>
    /// In a calm centre each call has its agent at once, and the worker is woken by agents who come free: one cheap
    /// question answers that nobody waits for them.
    /// </summary>
    private async Task<MatchPass> MatchWokenAsync(CancellationToken cancellation)
    {
        if (_nobodyWaited)
        {
            await using var connection = await database.OpenConnectionAsync(cancellation);
            if (!await MatchStore.AnyWaitingAsync(connection, cancellation))
            {
                return new MatchPass(0, CutShort: false, NobodyWaited: true);
            }
        }

        var pass = await MatchAsync(everyone: false, cancellation);
        _nobodyWaited = pass.NobodyWaited;
        return pass;
    }

    /// <summary>Brings the calls whose step or cap has come to where they are found by it.</summary>
    private async Task PlaceAsync(CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var now = time.GetUtcNow();
        var due = await WaitingCallStore.LockPlacesDueAsync(
            work.Transaction, now, options.Value.CallsPerPass, cancellation);
        if (due.Count == 0)
        {
            return;
        }

        var queues = (await QueueStore.ListAsync(work.Transaction.Connection!, cancellation))
            .ToDictionary(queue => queue.QueueId, queue => queue.At(now).Plan);
        await WaitingCallStore.SavePlacesAsync(
            work.Transaction,
            [.. due.Select(call => PlaceRules.Place(call, queues[call.QueueId!.Value], now))],
            cancellation);
        await work.CommitAsync(cancellation);
    }
}
