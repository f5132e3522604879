using CallCenter.Routing.Matching;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Loads;

public static class HeldCallStore
{
    /// <summary>From now on these calls wait because of the care for agents; those that do already go on.</summary>
    public static Task HoldAsync(
        NpgsqlTransaction work, IReadOnlyList<PassedOver> held, DateTimeOffset now, CancellationToken cancellation) =>
        held.Count == 0 ? Task.CompletedTask : work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into held_call (call_id, held_at, queue_id, agents)
            select call_id, @now, queue_id, agents from unnest(@callIds, @queueIds, @agents)
              as held (call_id, queue_id, agents)
            on conflict (call_id) where until_at is null do nothing
            """,
            new
            {
                callIds = held.Select(one => one.Call.CallId).ToArray(),
                queueIds = held.Select(one => one.Queue.QueueId).ToArray(),
                agents = held.Select(one => one.AtCap).ToArray(),
                now,
            },
            work, cancellationToken: cancellation));

    /// <summary>These calls have an agent, or are over; for how long each that was held had been, in ms.</summary>
    public static async Task<IReadOnlyList<double>> EndAsync(
        NpgsqlTransaction work, IReadOnlyList<Guid> callIds, DateTimeOffset now, CancellationToken cancellation) =>
        callIds.Count == 0 ? [] : (await work.Connection!.QueryAsync<double>(new CommandDefinition(
            """
            update held_call set until_at = @now where call_id = any (@callIds) and until_at is null
            returning extract(epoch from @now - held_at)::float8 * 1000
            """,
            new { callIds = callIds.ToArray(), now }, work, cancellationToken: cancellation))).AsList();

    /// <summary>Ends what was held of calls that left the queue in another way.</summary>
    public static Task<int> RepairAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            update held_call h set until_at = greatest(h.held_at, c.changed_at) from waiting_call c
            where h.until_at is null and c.call_id = h.call_id and c.state <> 'waiting'
            """,
            cancellationToken: cancellation));

    /// <summary>What the care for agents cost the calls of a queue in a span of time.</summary>
    public static Task<CareAnswer> ReportAsync(
        NpgsqlConnection connection, Guid queueId, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now,
        long usualWithinMs, CancellationToken cancellation) =>
        connection.QuerySingleAsync<CareAnswer>(new CommandDefinition(
            """
            with threshold as (
              select coalesce((plan_json #>> '{target,withinMs}')::bigint, @usualWithinMs) as within_ms
              from queue where queue_id = @queueId
            ), held as (
              select call_id, agents, extract(epoch from coalesce(until_at, @now) - held_at) * 1000 as ms from held_call
              where queue_id = @queueId and held_at >= @from and held_at < @to
            ), pushed as (
              select count(*)::int as calls
              from (select call_id, sum(ms) as ms from held group by call_id) as delayed cross join threshold
              where exists (
                select from figure_visit v where v.call_id = delayed.call_id and v.queue_id = @queueId
                  and v.outcome in ('answered', 'abandoned') and v.callback_id is null
                  and v.wait_ms > within_ms and v.wait_ms - delayed.ms <= within_ms)
            ), served as (
              select count(*)::int as calls from figure_visit
              where queue_id = @queueId and left_at >= @from and left_at < @to
                and outcome in ('answered', 'abandoned') and callback_id is null
            )
            select
              (select count(*) from hard_call
               where queue_id = @queueId and answered_at >= @from and answered_at < @to)::int as hard_calls,
              count(*)::int as held,
              coalesce(sum(ms), 0)::bigint as total_delay_ms,
              coalesce(max(ms), 0)::bigint as most_delay_ms,
              coalesce(max(agents), 0)::int as most_agents_at_cap,
              (select within_ms from threshold) as within_ms,
              (select calls from pushed) as pushed_past_threshold,
              (select pushed.calls::float8 / nullif(served.calls, 0) from pushed, served) as service_level_cost
            from held
            """,
            new { queueId, from, to, now, usualWithinMs }, cancellationToken: cancellation));
}
