using Dapper;
using Npgsql;

namespace CallCenter.Routing.Estimating;

public static class EstimateStore
{
    private const string Columns =
        """
        call_id, queue_id, queued_at, position, wait_ms, error_ms, told_at, promised_ms, reckoned_ms, promised_at,
        callback_offered, announced
        """;

    /// <summary>
    /// Takes away what was told of waits that are over, with how they ended. Who has moved on to another queue has
    /// left the one in which the promise was made; what was told stays, so that an offer stays an offer.
    /// </summary>
    public static async Task<IReadOnlyList<SettledWait>> TakeSettledAsync(
        NpgsqlTransaction work, int limit, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<SettledWait>(new CommandDefinition(
            """
            with over as (
              select e.call_id,
                case when c.queue_id <> e.queue_id then coalesce(c.entered_at, c.changed_at) else c.changed_at end
                  as over_at,
                c.state in ('waiting', 'assigned') and c.queued_at = e.queued_at as moves,
                c.preferred_as is not distinct from 'consultation' as is_search
              from call_estimate e join waiting_call c on c.call_id = e.call_id
              where c.state not in ('waiting', 'assigned') or c.queued_at <> e.queued_at
                or (c.queue_id <> e.queue_id and not e.moved_on)
              limit @limit
            ), moved as (
              update call_estimate e set moved_on = true from over where e.call_id = over.call_id and over.moves
            ), gone as (
              delete from call_estimate e using over where e.call_id = over.call_id and not over.moves
            )
            select e.queue_id, e.promised_ms, e.reckoned_ms, e.promised_at, over.over_at,
              (select min(s.answered_at) from assignment s
               where s.call_id = e.call_id and s.queue_id = e.queue_id and s.answered_at >= e.promised_at)
              as answered_at
            from call_estimate e join over on over.call_id = e.call_id where not e.moved_on and not over.is_search
            """,
            new { limit }, work, cancellationToken: cancellation))).AsList();

    /// <summary>The calls that wait, the oldest first, with what was told of them.</summary>
    public static async Task<IReadOnlyList<TellableCall>> WaitingAsync(
        NpgsqlTransaction work, int limit, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<TellableCall, CallEstimate?, TellableCall>(
            new CommandDefinition(
                """
                select c.call_id, c.queue_id, c.queued_at, c.priority,
                  e.call_id, e.queue_id, e.queued_at, e.position, e.wait_ms, e.error_ms, e.told_at, e.promised_ms,
                  e.reckoned_ms, e.promised_at, e.callback_offered, e.announced
                from waiting_call c left join call_estimate e on e.call_id = c.call_id and e.queued_at = c.queued_at
                where c.state = 'waiting' order by c.queued_at, c.call_id limit @limit
                """,
                new { limit }, work, cancellationToken: cancellation),
            (call, told) => call with { Told = told },
            splitOn: "call_id")).AsList();

    /// <summary>Keeps what callers are told: one statement.</summary>
    public static Task SaveAsync(
        NpgsqlTransaction work, IReadOnlyList<CallEstimate> told, CancellationToken cancellation) =>
        told.Count == 0 ? Task.CompletedTask : work.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            insert into call_estimate ({Columns})
            select call_id, queue_id, queued_at, position, wait_ms, error_ms, told_at, promised_ms, reckoned_ms,
              promised_at, callback_offered, announced
            from unnest(@callIds, @queueIds, @queuedAts, @positions, @waits, @errors, @toldAts, @promises, @reckoned,
              @promisedAts, @offered, @announced)
              as t (call_id, queue_id, queued_at, position, wait_ms, error_ms, told_at, promised_ms, reckoned_ms,
                promised_at, callback_offered, announced)
            on conflict (call_id) do update set queue_id = excluded.queue_id, queued_at = excluded.queued_at,
              position = excluded.position, wait_ms = excluded.wait_ms, error_ms = excluded.error_ms,
              told_at = excluded.told_at, promised_ms = excluded.promised_ms, reckoned_ms = excluded.reckoned_ms,
              promised_at = excluded.promised_at, callback_offered = excluded.callback_offered,
              announced = excluded.announced, moved_on = false
            """,
            new
            {
                callIds = told.Select(one => one.CallId).ToArray(),
                queueIds = told.Select(one => one.QueueId).ToArray(),
                queuedAts = told.Select(one => one.QueuedAt).ToArray(),
                positions = told.Select(one => one.Position).ToArray(),
                waits = told.Select(one => one.WaitMs).ToArray(),
                errors = told.Select(one => one.ErrorMs).ToArray(),
                toldAts = told.Select(one => one.ToldAt).ToArray(),
                promises = told.Select(one => one.PromisedMs).ToArray(),
                reckoned = told.Select(one => one.ReckonedMs).ToArray(),
                promisedAts = told.Select(one => one.PromisedAt).ToArray(),
                offered = told.Select(one => one.CallbackOffered).ToArray(),
                announced = told.Select(one => one.Announced).ToArray(),
            },
            work, cancellationToken: cancellation));

    /// <summary>Adds to how far the promises were off.</summary>
    public static Task AddDaysAsync(
        NpgsqlTransaction work, IReadOnlyList<EstimateDay> days, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into estimate_day (queue_id, day, calls, error_ms, bias_ms, waited_ms)
            values (@QueueId, @Day, @Calls, @ErrorMs, @BiasMs, @WaitedMs)
            on conflict (queue_id, day) do update set calls = estimate_day.calls + excluded.calls,
              error_ms = estimate_day.error_ms + excluded.error_ms, bias_ms = estimate_day.bias_ms + excluded.bias_ms,
              waited_ms = estimate_day.waited_ms + excluded.waited_ms
            """,
            days.Select(day => new
            {
                day.QueueId, Day = day.Day.ToDateTime(TimeOnly.MinValue), day.Calls, day.ErrorMs, day.BiasMs,
                day.WaitedMs,
            }),
            work, cancellationToken: cancellation));

    /// <summary>What the caller of a waiting call was told last.</summary>
    public static Task<CallEstimate?> FindAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<CallEstimate>(new CommandDefinition(
            $"select {Columns} from call_estimate where call_id = @callId",
            new { callId }, cancellationToken: cancellation));

    /// <summary>How far the promises of a queue were off, by day.</summary>
    public static async Task<IReadOnlyList<EstimateDayAnswer>> DaysAsync(
        NpgsqlConnection connection, Guid queueId, DateOnly from, DateOnly to, CancellationToken cancellation) =>
        (await connection.QueryAsync<EstimateDayAnswer>(new CommandDefinition(
            """
            select day::text as day, calls, error_ms / calls as mean_absolute_error_ms, bias_ms / calls as bias_ms,
              waited_ms / calls as mean_wait_ms
            from estimate_day
            where queue_id = @queueId and day >= @from::text::date and day <= @to::text::date order by day
            """,
            new { queueId, from = $"{from:yyyy-MM-dd}", to = $"{to:yyyy-MM-dd}" },
            cancellationToken: cancellation))).AsList();
}
