using Dapper;
using Npgsql;

namespace CallCenter.Routing.Replaying;

/// <summary>A day that was, as events and figures have it.</summary>
public static class ReplayStore
{
    /// <summary>How many calls were queued between two instants, as heard.</summary>
    public static Task<long> CountAsync(
        NpgsqlConnection connection, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            select count(*) from figure_event
            where type = 'callcenter.call.queued.v1' and recorded_at >= @from and recorded_at < @to
            """,
            new { from, to }, commandTimeout: 60, cancellationToken: cancellation));

    /// <summary>How long a phone rang before its agent answered, on average; null where none was answered.</summary>
    public static Task<double?> AnswerMsAsync(
        NpgsqlConnection connection, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<double?>(new CommandDefinition(
            """
            select (extract(epoch from avg(decided_at - offered_at)) * 1000)::float8 from figure_offer
            where decided_at >= @from and decided_at < @to and outcome = 'answered' and offered_at <= decided_at
            """,
            new { from, to }, cancellationToken: cancellation));

    /// <summary>
    /// The calls that came to a queue, in their order, one by one. A call that overflows from queue to queue came once;
    /// one that was handed on, or came back through its flow, came again. Heard may be a little later than said.
    /// </summary>
    public static IAsyncEnumerable<RecordedCall> CallsAsync(
        NpgsqlConnection connection, DateTimeOffset from, DateTimeOffset to) =>
        connection.QueryUnbufferedAsync<RecordedCall>(
            """
            with said as (
              select id, body, convert_from(body, 'UTF8')::jsonb as event from figure_event
              where type = 'callcenter.call.queued.v1' and recorded_at >= @from
                and recorded_at < @to + interval '1 hour'
            ), entry as (
              select distinct on (call_id, queue_id, entered_at) call_id, queue_id, entered_at, caller_ref, body
              from (
                select id, body, event ->> 'callerRef' as caller_ref, (event ->> 'callId')::uuid as call_id,
                  (event ->> 'queueId')::uuid as queue_id,
                  coalesce(event ->> 'enteredAt', event ->> 'queuedAt')::timestamptz as entered_at
                from said where coalesce(event ->> 'channel', 'voice') = 'voice'
              ) one
              order by call_id, queue_id, entered_at, id
            ), stay as (
              select call_id, queue_id, entered_at, caller_ref, body,
                coalesce(lead(entered_at) over (partition by call_id order by entered_at), 'infinity') as next_at
              from entry
            ), talk as materialized (
              select call_id, decided_at, talk_ms, wrap_up_ms from figure_offer
              where decided_at >= @from and decided_at < @to + interval '1 day' and outcome = 'answered'
            ), talked as (
              select distinct on (stay.call_id, stay.entered_at) stay.call_id, stay.entered_at, talk_ms, wrap_up_ms
              from stay join talk on talk.call_id = stay.call_id
                and talk.decided_at >= stay.entered_at and talk.decided_at < stay.next_at
              order by stay.call_id, stay.entered_at, talk.decided_at
            )
            select stay.queue_id, stay.entered_at, stay.body, customer_class.class as customer_class, last.outcome,
              greatest(0, extract(epoch from coalesce(last.left_at, @to) - stay.entered_at) * 1000)::bigint as wait_ms,
              case when last.outcome in ('answered', 'called-back') then talked.talk_ms end as talk_ms,
              talked.wrap_up_ms
            from stay
            cross join lateral (
              select outcome, left_at from figure_visit v where v.call_id = stay.call_id
                and v.queued_at >= stay.entered_at and v.queued_at < stay.next_at
              order by v.queued_at desc limit 1
            ) last
            left join talked using (call_id, entered_at)
            left join customer_class on customer_class.caller_ref = stay.caller_ref
            where stay.entered_at >= @from and stay.entered_at < @to and last.outcome is distinct from 'not-routable'
            order by stay.entered_at, stay.call_id
            """,
            new { from, to }, commandTimeout: 300);

    /// <summary>Every agent that there is or was, with the skills of now.</summary>
    public static async Task<IReadOnlyList<RecordedAgent>> AgentsAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        (await connection.QueryAsync<RecordedAgent>(new CommandDefinition(
            "select agent_id, skills, levels, team, site, languages from agent",
            cancellationToken: cancellation))).AsList();

    /// <summary>What they had chosen at the first instant and from then on, in order.</summary>
    public static async Task<IReadOnlyList<RecordedSpan>> SpansAsync(
        NpgsqlConnection connection, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        (await connection.QueryAsync<RecordedSpan>(new CommandDefinition(
            """
            with span as (
              select agent_id, since_at, id, status, activity, call_id, not_responding or phone_offline as deaf
              from figure_activity where since_at >= @from and since_at < @to
              union all
              select a.agent_id, before.since_at, before.id, before.status, before.activity, before.call_id, before.deaf
              from agent a cross join lateral (
                select since_at, until_at, id, status, activity, call_id, not_responding or phone_offline as deaf
                from figure_activity s
                where s.agent_id = a.agent_id and s.since_at < @from order by s.since_at desc, s.id desc limit 1
              ) before
              where before.until_at is null or before.until_at > @from
            )
            select agent_id, since_at, status,
              deaf or (activity <> 'idle' and call_id is not null and not exists (
                select from figure_visit v where v.call_id = span.call_id and v.queued_at is not null)) as busy
            from span order by agent_id, since_at, id
            """,
            new { from, to }, commandTimeout: 60, cancellationToken: cancellation))).AsList();

    public static async Task<IReadOnlyList<RecordedPause>> PausesAsync(
        NpgsqlConnection connection, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        (await connection.QueryAsync<RecordedPause>(new CommandDefinition(
            "select agent_id, began_at, until_at from agent_pause where until_at > @from and began_at < @to",
            new { from, to }, cancellationToken: cancellation))).AsList();
}
