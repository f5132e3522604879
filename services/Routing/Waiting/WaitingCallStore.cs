using CallCenter.Routing.Queues;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Waiting;

public static class WaitingCallStore
{
    private const string Columns =
        """
        call_id, state, queue_id, queued_at, priority, skills, caller_ref, language, traceparent, changed_at
        """;

    /// <summary>The call, locked, and the queue it asks for: one round trip.</summary>
    public static async Task<(WaitingCall? Call, Queue? Queue)> LockWithQueueAsync(
        NpgsqlTransaction work, Guid callId, Guid queueId, CancellationToken cancellation)
    {
        await using var reader = await work.Connection!.QueryMultipleAsync(new CommandDefinition(
            $"""
            select {Columns} from waiting_call where call_id = @callId for update;
            select queue_id, name, skills, open, ring_ms, wrap_up_ms, changed_at from queue where queue_id = @queueId;
            """,
            new { callId, queueId }, work, cancellationToken: cancellation));
        var call = await reader.ReadSingleOrDefaultAsync<WaitingCall>();
        return (call, await reader.ReadSingleOrDefaultAsync<Queue>());
    }

    public static Task<WaitingCall?> LockAsync(NpgsqlTransaction work, Guid callId, CancellationToken cancellation) =>
        work.Connection!.QuerySingleOrDefaultAsync<WaitingCall>(new CommandDefinition(
            $"select {Columns} from waiting_call where call_id = @callId for update",
            new { callId }, work, cancellationToken: cancellation));

    public static Task SaveAsync(NpgsqlTransaction work, WaitingCall call, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into waiting_call (call_id, state, queue_id, queued_at, priority, skills, caller_ref, language,
              traceparent, changed_at)
            values (@CallId, @State, @QueueId, @QueuedAt, @Priority, @Skills, @CallerRef, @Language,
              @Traceparent, @ChangedAt)
            on conflict (call_id) do update set
              state = excluded.state, queue_id = excluded.queue_id, queued_at = excluded.queued_at,
              priority = excluded.priority, skills = excluded.skills, caller_ref = excluded.caller_ref,
              language = excluded.language, traceparent = excluded.traceparent, changed_at = excluded.changed_at
            """,
            call, work, cancellationToken: cancellation));

    /// <summary>The calls that wait, in the order in which they are served, with the last reasons.</summary>
    public static async Task<IReadOnlyList<WaitingRow>> ListAsync(
        NpgsqlConnection connection, int limit, CancellationToken cancellation) =>
        (await connection.QueryAsync<WaitingRow>(new CommandDefinition(
            """
            select call_id, queue_id, priority, skills, queued_at, reasons_at, reasons
            from waiting_call where state = 'waiting'
            order by priority desc, queued_at, call_id limit @limit
            """,
            new { limit }, cancellationToken: cancellation))).AsList();

    /// <summary>Ends calls that have waited longer than any call lives: their end was never heard.</summary>
    public static async Task<IReadOnlyList<Guid>> EndGhostsAsync(
        NpgsqlConnection connection, DateTimeOffset before, DateTimeOffset now, CancellationToken cancellation) =>
        (await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            update waiting_call set state = 'ended', changed_at = @now
            where state = 'waiting' and queued_at < @before returning call_id
            """,
            new { before, now }, cancellationToken: cancellation))).AsList();

    /// <summary>Forgets ended calls: a late fact about one older than this is refused by its age.</summary>
    public static Task<int> ForgetAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from waiting_call where state = 'ended' and changed_at < @before",
            new { before }, cancellationToken: cancellation));
}

/// <summary>A waiting call as it is listed.</summary>
public sealed record WaitingRow
{
    public required Guid CallId { get; init; }

    public required Guid QueueId { get; init; }

    public int Priority { get; init; }

    public string[] Skills { get; init; } = [];

    public DateTimeOffset QueuedAt { get; init; }

    public DateTimeOffset? ReasonsAt { get; init; }

    /// <summary>JSON object: reason to number of agents.</summary>
    public string? Reasons { get; init; }
}
