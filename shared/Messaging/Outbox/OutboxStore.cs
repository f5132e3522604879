using CallCenter.Messaging.Wire;
using Npgsql;
using NpgsqlTypes;

namespace CallCenter.Messaging.Outbox;

/// <summary>
/// Writes what was said: one statement takes the subjects' locks, numbers the events, logs and queues them.
/// </summary>
internal static class OutboxStore
{
    /// <summary>The column of the answer.</summary>
    public const string SaidPart = "said_part";

    // The lock on the row of a subject is taken before an id is drawn (the sort cannot start until every counter row
    // has been returned), and held until commit: per subject, the order of ids, numbers and commits is one order.
    private const string SaySql = $"""
        with said as (
          select ord, event_id, subject, type, routing_key, message_type, public, traceparent, body
          from unnest($1, $2, $3, $4, $5, $6, $7, $8) with ordinality
            as s (event_id, subject, type, routing_key, message_type, public, traceparent, body, ord)
        ), counted as (
          select subject, count(*) as n from said group by subject
        ), counter as (
          insert into msg.subject as s (subject, seq)
          select subject, n from counted order by subject
          on conflict (subject) do update set seq = s.seq + excluded.seq
          returning s.subject, s.seq
        ), logged as (
          insert into msg.event_log
            (event_id, subject, subject_seq, type, routing_key, message_type, source, public, traceparent,
              said_at, body)
          select said.event_id, said.subject,
            counter.seq - counted.n + row_number() over (partition by said.subject order by said.ord),
            said.type, said.routing_key, said.message_type, $9, said.public, said.traceparent, $10, said.body
          from said join counter using (subject) join counted using (subject)
          order by said.ord
          returning id, day, subject
        ), pending as (
          insert into msg.outbox (part, id, day, subject)
          select msg.part_of(subject), id, day, subject from logged
          returning part
        )
        select distinct part as {SaidPart} from pending
        """;

    /// <summary>
    /// Stores the events in the order given; its rows are the parts that now have something to relay.
    /// </summary>
    public static NpgsqlBatchCommand Say(IReadOnlyList<SaidEvent> events, string source, DateTimeOffset saidAt)
    {
        var command = new NpgsqlBatchCommand(SaySql);
        Add(command, NpgsqlDbType.Uuid, events.Select(e => e.EventId).ToArray());
        Add(command, NpgsqlDbType.Text, events.Select(e => e.Subject).ToArray());
        Add(command, NpgsqlDbType.Text, events.Select(e => e.Description.Type).ToArray());
        Add(command, NpgsqlDbType.Text, events.Select(e => e.Description.RoutingKey).ToArray());
        Add(command, NpgsqlDbType.Text, events.Select(e => e.Description.Urn).ToArray());
        Add(command, NpgsqlDbType.Boolean, events.Select(e => e.Description.Public).ToArray());
        Add(command, NpgsqlDbType.Text, events.Select(e => e.TraceParent).ToArray());
        Add(command, NpgsqlDbType.Bytea, events.Select(e => e.Body).ToArray());
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = source });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = saidAt });
        return command;
    }

    private static void Add<T>(NpgsqlBatchCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters
            .Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
