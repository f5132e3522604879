using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;
using CallCenter.Routing.Waiting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CallCenter.Routing.Overflowing;

/// <summary>
/// Looks which overflow rules hold, and sends the calls away that may not stay where they wait. It runs in every
/// replica; a lock in the database lets one decide, over what is stored there.
/// </summary>
public sealed class OverflowWorker(
    WakeSignal<MatchWorker> signal, Transactions transactions, TimeProvider time, IOptions<RoutingOptions> options,
    ILogger<OverflowWorker> logger)
    : SweepWorker(options.Value.SweepTime, time)
{
    /// <summary>One look; returns how many calls left their queue.</summary>
    public async Task<int> LookAsync(CancellationToken cancellation)
    {
        await using var work = await transactions.BeginAsync(cancellation);
        var now = Clock.GetUtcNow();
        var (stored, before) = await OverflowStore.LoadAsync(work.Transaction, cancellation);
        var queues = stored.Select(queue => queue.At(now)).ToDictionary(queue => queue.QueueId);
        if (before.Count == 0 && !queues.Values.Any(OverflowRules.Watches))
        {
            return 0;
        }

        var (counts, agents) = await OverflowStore.MeasureAsync(work.Transaction, cancellation);
        var measured = counts.ToDictionary(count => count.QueueId);
        List<HeldRule> held =
        [
            .. queues.Values.SelectMany(queue => OverflowRules.Held(
                queue,
                before,
                new QueueLoad
                {
                    Waiting = measured.GetValueOrDefault(queue.QueueId)?.Waiting ?? 0,
                    EstimatedWaitMs = measured.GetValueOrDefault(queue.QueueId)?.EstimatedWaitMs,
                    Staffed = StaffingRules.Staffed(queue, agents),
                },
                now)),
        ];
        await OverflowStore.SaveHeldAsync(work.Transaction, held, cancellation);
        var exits = new Exits(queues, held, counts.ToDictionary(count => count.QueueId, count => count.Standing), now);
        var left = await LeaveAsync(work, queues, held, exits, now, cancellation);
        await work.CommitAsync(cancellation);
        Tell(before, held);
        return left;
    }

    protected override Task SweepAsync(CancellationToken cancellation) => LookAsync(cancellation);

    protected override void Failed(Exception fault) => Log.OverflowFailed(logger, fault);

    private async Task<int> LeaveAsync(
        UnitOfWork work, Dictionary<Guid, Queue> queues, List<HeldRule> held, Exits exits, DateTimeOffset now,
        CancellationToken cancellation)
    {
        List<ExitWindow> windows =
            [.. queues.Values.Select(queue => OverflowRules.Window(queue, held, now)).OfType<ExitWindow>()];
        var calls = windows.Count == 0
            ? []
            : await OverflowStore.LockWithinAsync(work.Transaction, windows, options.Value.CallsPerPass, cancellation);
        List<Departure> left = [.. calls.Select(exits.Leave).OfType<Departure>()];
        if (left.Count == 0)
        {
            return 0;
        }

        await OverflowStore.SaveMovedAsync(work.Transaction, left, cancellation);
        foreach (var departure in left)
        {
            using var span = ServiceActivity.Start("move call", departure.Call.Traceparent);
            ServiceActivity.OfCall(departure.Call.CallId);
            work.Publish(departure.Events);
        }

        work.AfterCommit(signal.Wake);
        return left.Count;
    }

    private void Tell(IReadOnlyList<HeldRule> before, List<HeldRule> held)
    {
        foreach (var begun in held.Except(before))
        {
            Log.OverflowBegan(logger, begun.QueueId, begun.Rule);
        }

        foreach (var ended in before.Except(held))
        {
            Log.OverflowEnded(logger, ended.QueueId, ended.Rule);
        }
    }
}
