using CallCenter.Hosting;
using CallCenter.Messaging;
using Npgsql;

namespace CallCenter.Routing.Figures;

/// <summary>Keeps the events that figures are made of and wakes who folds them.</summary>
public sealed class FigureRecorder(WakeSignal<FigureWorker> signal) : IEventRecorder
{
    public NpgsqlBatchCommand? Record(UnitOfWork work, IReadOnlyList<RecordedEvent> events)
    {
        var kept = events.Where(one => Projection.Events.Contains(one.Event.GetType())).ToList();
        if (kept.Count == 0)
        {
            return null;
        }

        work.AfterCommit(signal.Wake);
        return FigureEventStore.Append(kept);
    }
}
