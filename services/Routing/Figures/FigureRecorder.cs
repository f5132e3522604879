using CallCenter.Hosting;
using CallCenter.Messaging;
using CallCenter.Messaging.Wire;
using Npgsql;
using NpgsqlTypes;

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
        return Append(kept);
    }

    /// <summary>Keeps events in their order: one statement, on the way of every call, so without a detour.</summary>
    public static NpgsqlBatchCommand Append(IReadOnlyList<RecordedEvent> events)
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into figure_event (event_id, type, subject, body)
            select event_id, type, subject, body
            from unnest($1, $2, $3, $4) with ordinality as e (event_id, type, subject, body, ord)
            order by ord
            """);
        var described = events.Select(one => EventCatalogue.Of(one.Event.GetType())).ToList();
        Add(command, NpgsqlDbType.Uuid, [.. events.Select(one => one.EventId)]);
        Add(command, NpgsqlDbType.Text, [.. described.Select(one => one.Type)]);
        Add(command, NpgsqlDbType.Text, [.. described.Zip(events, (one, e) => one.SubjectOf(e.Event))]);
        Add(command, NpgsqlDbType.Bytea, [.. events.Select(one => WireJson.Write(one.Event))]);
        return command;
    }

    private static void Add<T>(NpgsqlBatchCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(
            new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
