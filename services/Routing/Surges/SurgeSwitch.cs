using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Routing.Matching;
using CallCenter.Routing.Queues;

namespace CallCenter.Routing.Surges;

/// <summary>Switches surges on and off: the queue, who did it, and the places of the calls that wait.</summary>
public sealed class SurgeSwitch(WakeSignal<MatchWorker> signal, TimeProvider time)
{
    /// <summary>On until an instant, or off when absent; a queue that is off already is left alone.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="queueIds">In the order of the ids, so that two never wait for each other.</param>
    /// <param name="until">When it ends by itself.</param>
    /// <param name="by">Who does it; absent when the time is over.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<IReadOnlyList<Queue>> SetAsync(
        UnitOfWork work, IEnumerable<Guid> queueIds, DateTimeOffset? until, string? by, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var changed = new List<Queue>();
        foreach (var queueId in queueIds.Order())
        {
            if (await QueueStore.LockAsync(work.Transaction, queueId, cancellation) is not { } earlier
                || (earlier.SurgeUntilAt is null && until is null))
            {
                continue;
            }

            var queue = earlier with { SurgeUntilAt = until, ChangedAt = now };
            await QueueStore.SaveAsync(work.Transaction, queue, cancellation);
            await SurgeStore.EndAsync(work.Transaction, queueId, by, now, cancellation);
            if (until is { } end)
            {
                await SurgeStore.BeginAsync(
                    work.Transaction, Guid.CreateVersion7(now), queueId, by ?? "", now, end, cancellation);
            }

            await QueueEndpoints.PlaceWaitingAsync(work, queue, now, cancellation);
            work.Publish(queue.ChangesSince(earlier));
            changed.Add(queue);
        }

        work.AfterCommit(signal.Wake);
        return changed;
    }
}
