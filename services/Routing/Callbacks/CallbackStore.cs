using CallCenter.Routing.Agents;
using CallCenter.Routing.Matching;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Callbacks;

public static class CallbackStore
{
    /// <summary>Any number that nothing else in this database locks: requests of a customer come one by one.</summary>
    private const int CallersLock = 7_205_770;

    /// <summary>So long after a request the call in which it was made is over, if nothing was heard of it.</summary>
    private static readonly TimeSpan UnheardCall = TimeSpan.FromMinutes(1);

    private const string Own =
        """
        c.callback_id, c.queue_id, c.caller_ref, c.language, c.skills, c.priority, c.queued_at, c.not_before_at,
        c.not_after_at, c.requested_at, c.asked_in_call_id, c.state, c.call_id, c.attempts, c.next_attempt_at,
        c.dial_until_at, c.outcome, c.joined_id, c.ended_at, c.traceparent, c.changed_at
        """;

    /// <summary>
    /// What the turns of callbacks are decided over: those who are dialled or answered and not yet in their queue, and
    /// the oldest of those who wait, once the call in which they asked has ended (of one that never came to a queue
    /// nothing may be heard); the agents whose wrap-up ends soon.
    /// </summary>
    public static async Task<CallbackScene> LoadAsync(
        NpgsqlTransaction work, DateTimeOffset now, TimeSpan dialTime, int limit, CancellationToken cancellation)
    {
        await using var reader = await work.Connection!.QueryMultipleAsync(new CommandDefinition(
            $"""
            select {Own}, k.class as customer_class
            from callback c left join customer_class k on k.caller_ref = c.caller_ref
            where c.state in ('dialling', 'answered')
              and not exists (select from waiting_call w where w.call_id = c.call_id)
            union all
            (select {Own}, k.class as customer_class
            from callback c left join customer_class k on k.caller_ref = c.caller_ref
            where c.state = 'waiting' and c.next_attempt_at <= @now and coalesce(c.not_before_at, @now) <= @now
              and (c.asked_in_call_id is null or coalesce(
                (select w.state = 'ended' from waiting_call w where w.call_id = c.asked_in_call_id),
                c.requested_at <= @unheard))
            order by c.queued_at limit @limit);
            select {AgentStore.Columns} from agent
            where agent_id in (
              select agent_id from assignment where {MatchStore.SoonFree})
            and removed_at is null and status = 'available' order by ready_at;
            """,
            new { now, soonAt = now + dialTime, unheard = now - UnheardCall, limit }, work,
            cancellationToken: cancellation));
        return new CallbackScene(
            (await reader.ReadAsync<Callback>()).AsList(), (await reader.ReadAsync<Agent>()).AsList());
    }

    /// <summary>The callback that a customer waits for; other requests of theirs wait for the commit.</summary>
    public static async Task<Callback?> LockOpenAsync(
        NpgsqlTransaction work, string callerRef, Guid queueId, CancellationToken cancellation)
    {
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            $"select pg_advisory_xact_lock({CallersLock}, hashtext(@callerRef))",
            new { callerRef }, work, cancellationToken: cancellation));
        return await work.Connection!.QuerySingleOrDefaultAsync<Callback>(new CommandDefinition(
            $"""
            select {Own} from callback c
            where c.caller_ref = @callerRef and c.queue_id = @queueId and c.state <> 'ended' for update
            """,
            new { callerRef, queueId }, work, cancellationToken: cancellation));
    }

    public static Task<Callback?> LockAsync(NpgsqlTransaction work, Guid callbackId, CancellationToken cancellation) =>
        work.Connection!.QuerySingleOrDefaultAsync<Callback>(new CommandDefinition(
            $"select {Own} from callback c where c.callback_id = @callbackId for update",
            new { callbackId }, work, cancellationToken: cancellation));

    /// <summary>The callback that a customer waits for and nobody has begun to dial, if there is one.</summary>
    public static Task<Guid?> FindWaitingAsync(
        NpgsqlConnection connection, string callerRef, Guid queueId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            """
            select callback_id from callback
            where caller_ref = @callerRef and queue_id = @queueId and state = 'waiting'
            """,
            new { callerRef, queueId }, cancellationToken: cancellation));

    /// <summary>Of these, the callbacks that still wait and that nobody is changing, locked.</summary>
    public static async Task<IReadOnlyList<Callback>> LockWaitingAsync(
        NpgsqlTransaction work, IReadOnlyList<Guid> callbackIds, CancellationToken cancellation) =>
        (await work.Connection!.QueryAsync<Callback>(new CommandDefinition(
            $"""
            select {Own} from callback c
            where c.callback_id = any (@ids) and c.state = 'waiting' order by c.queued_at for update skip locked
            """,
            new { ids = callbackIds.ToArray() }, work, cancellationToken: cancellation))).AsList();

    public static async Task SaveAsync(
        NpgsqlTransaction work, IReadOnlyList<Callback> changed, CancellationToken cancellation)
    {
        foreach (var callback in changed)
        {
            await work.Connection!.ExecuteAsync(new CommandDefinition(SaveSql, callback, work,
                cancellationToken: cancellation));
        }
    }

    /// <summary>Adds the attempt that a callback has just begun.</summary>
    public static Task AddAttemptAsync(NpgsqlTransaction work, Callback dialled, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into callback_attempt (callback_id, attempt, call_id, decided_at, dial_until_at)
            values (@CallbackId, @Attempts, @CallId, @ChangedAt, @DialUntilAt)
            """,
            dialled, work, cancellationToken: cancellation));

    /// <summary>Keeps what came of an attempt; what Telephony says overrides that nothing was heard.</summary>
    public static Task SaveResultAsync(
        NpgsqlTransaction work, Guid callbackId, Guid callId, string result, DateTimeOffset at,
        CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update callback_attempt set result = @result, result_at = @at
            where callback_id = @callbackId and call_id = @callId and (result is null or result = 'unheard')
            """,
            new { callbackId, callId, result, at }, work, cancellationToken: cancellation));

    /// <summary>Callbacks of which time alone may have made something.</summary>
    public static async Task<IReadOnlyList<Guid>> DueAsync(
        NpgsqlConnection connection, DateTimeOffset now, CallbackTimes times, CancellationToken cancellation) =>
        (await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select callback_id from callback
            where state = 'dialling' and dial_until_at <= @now - @Grace
              or state = 'answered' and changed_at <= @now - @LongestCall
              or state = 'waiting' and (not_after_at <= @now or requested_at <= @now - @Life)
            limit 100
            """,
            new { now, times.Grace, times.LongestCall, times.Life }, cancellationToken: cancellation))).AsList();

    public static Task<Callback?> FindAsync(
        NpgsqlConnection connection, Guid callbackId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Callback>(new CommandDefinition(
            $"select {Own} from callback c where c.callback_id = @callbackId",
            new { callbackId }, cancellationToken: cancellation));

    /// <summary>The callbacks that are not over, the oldest place first.</summary>
    public static async Task<IReadOnlyList<Callback>> ListOpenAsync(
        NpgsqlConnection connection, int limit, CancellationToken cancellation) =>
        (await connection.QueryAsync<Callback>(new CommandDefinition(
            $"""
            select {Own} from callback c where c.state <> 'ended'
            order by c.queued_at, c.callback_id limit @limit
            """,
            new { limit }, cancellationToken: cancellation))).AsList();

    public static async Task<IReadOnlyList<CallbackAttempt>> AttemptsAsync(
        NpgsqlConnection connection, Guid callbackId, CancellationToken cancellation) =>
        (await connection.QueryAsync<CallbackAttempt>(new CommandDefinition(
            """
            select attempt, call_id, decided_at, dial_until_at, result, result_at from callback_attempt
            where callback_id = @callbackId order by attempt
            """,
            new { callbackId }, cancellationToken: cancellation))).AsList();

    /// <summary>Forgets callbacks that ended before an instant, with their attempts.</summary>
    public static Task<int> ForgetAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from callback where state = 'ended' and ended_at < @before",
            new { before }, cancellationToken: cancellation));

    private const string SaveSql =
        """
        insert into callback (callback_id, queue_id, caller_ref, language, skills, priority, queued_at, not_before_at,
          not_after_at, requested_at, asked_in_call_id, state, call_id, attempts, next_attempt_at, dial_until_at,
          outcome, joined_id, ended_at, traceparent, changed_at)
        values (@CallbackId, @QueueId, @CallerRef, @Language, @Skills, @Priority, @QueuedAt, @NotBeforeAt,
          @NotAfterAt, @RequestedAt, @AskedInCallId, @State, @CallId, @Attempts, @NextAttemptAt, @DialUntilAt,
          @Outcome, @JoinedId, @EndedAt, @Traceparent, @ChangedAt)
        on conflict (callback_id) do update set
          priority = excluded.priority, queued_at = excluded.queued_at, not_before_at = excluded.not_before_at,
          not_after_at = excluded.not_after_at, asked_in_call_id = excluded.asked_in_call_id, state = excluded.state,
          call_id = excluded.call_id, attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at,
          dial_until_at = excluded.dial_until_at, outcome = excluded.outcome, joined_id = excluded.joined_id,
          ended_at = excluded.ended_at, changed_at = excluded.changed_at
        """;
}

/// <summary>One time that a customer was dialled.</summary>
public sealed record CallbackAttempt
{
    public int Attempt { get; init; }

    public Guid CallId { get; init; }

    public DateTimeOffset DecidedAt { get; init; }

    public DateTimeOffset DialUntilAt { get; init; }

    /// <summary>
    /// answered, busy, no-answer, rejected, unreachable, failed or unheard; absent while the customer is dialled.
    /// </summary>
    public string? Result { get; init; }

    public DateTimeOffset? ResultAt { get; init; }
}
