using CallCenter.Hosting;
using CallCenter.Messaging;

namespace CallCenter.Routing.Figures;

/// <summary>Keeps the events that figures are made of and wakes who folds them.</summary>
public sealed class FigureRecorder(WakeSignal<FigureWorker> signal) : IEventRecorder
{
    public async Task RecordAsync(
        UnitOfWork work, IReadOnlyList<RecordedEvent> events, CancellationToken cancellation)
    {
        var kept = events.Where(one => Projection.Events.Contains(one.Event.GetType())).ToList();
        if (kept.Count > 0)
        {
            await FigureEventStore.AppendAsync(work.Transaction, kept, cancellation);
            work.AfterCommit(signal.Wake);
        }
    }
}
