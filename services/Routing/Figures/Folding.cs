using Npgsql;

namespace CallCenter.Routing.Figures;

/// <summary>Folds kept events into the tables that figures are counted from; the caller holds the lock.</summary>
internal static class Folding
{
    public static async Task FoldAsync(
        NpgsqlTransaction work, IReadOnlyList<KeptEvent> kept, CancellationToken cancellation)
    {
        var events = kept.Select(one => (one.Id, Event: one.Read())).Where(one => one.Event is not null).ToList();
        var about = events.Select(one => Projection.About(one.Event!)).ToList();
        var projection = await ProjectionStore.LoadAsync(
            work,
            [.. about.Select(one => one.Call).OfType<Guid>().Distinct()],
            [.. about.Select(one => one.Assignment).OfType<Guid>().Distinct()],
            [.. about.Select(one => one.Agent).OfType<Guid>().Distinct()],
            cancellation);
        foreach (var (id, @event) in events)
        {
            projection.Apply(id, @event!);
        }

        await ProjectionStore.SaveAsync(work, projection, cancellation);
        await FigureEventStore.FoldedAsync(work, kept, cancellation);
    }
}
