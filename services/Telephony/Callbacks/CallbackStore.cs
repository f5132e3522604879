using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Callbacks;

/// <summary>Rows of <c>callback</c>.</summary>
public static class CallbackStore
{
    private const string Columns =
        """
        callback_id, e164, caller_ref, number_id, queue_id, call_id, language, skills, priority, queued_at,
        not_before_at, not_after_at, requested_at, withdrawn_at, outcome, ended_at
        """;

    /// <summary>Stores it when the unit of work commits.</summary>
    public static void Insert(UnitOfWork work, Callback callback) => work.AtCommit(
        """
        insert into callback (callback_id, e164, caller_ref, number_id, queue_id, call_id, language, skills,
            priority, queued_at, not_before_at, not_after_at, requested_at)
        values (@CallbackId, @E164, @CallerRef, @NumberId, @QueueId, @CallId, @Language, @Skills,
            @Priority, @QueuedAt, @NotBeforeAt, @NotAfterAt, @RequestedAt)
        """,
        callback);

    public static Task<Callback?> LockAsync(
        NpgsqlTransaction transaction, Guid callbackId, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Callback>(new CommandDefinition(
            $"select {Columns} from callback where callback_id = @callbackId for update",
            new { callbackId }, transaction, cancellationToken: cancellation));

    public static Task<Callback?> FindAsync(
        NpgsqlConnection connection, Guid callbackId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Callback>(new CommandDefinition(
            $"select {Columns} from callback where callback_id = @callbackId",
            new { callbackId }, cancellationToken: cancellation));

    public static Task WithdrawAsync(
        NpgsqlTransaction transaction, Guid callbackId, DateTimeOffset at, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "update callback set withdrawn_at = @at where callback_id = @callbackId",
            new { callbackId, at }, transaction, cancellationToken: cancellation));

    public static Task EndAsync(
        NpgsqlTransaction transaction, Guid callbackId, string outcome, DateTimeOffset at,
        CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update callback set outcome = @outcome, ended_at = @at
            where callback_id = @callbackId and ended_at is null
            """,
            new { callbackId, outcome, at }, transaction, cancellationToken: cancellation));

    /// <summary>Whether a call for it lives: its customer is dialled or on the line.</summary>
    public static Task<bool> IsOnTheLineAsync(
        NpgsqlTransaction transaction, Guid callbackId, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleAsync<bool>(new CommandDefinition(
            "select exists (select from call where callback_id = @callbackId and ended_at is null)",
            new { callbackId }, transaction, cancellationToken: cancellation));

    /// <summary>Forgets callbacks that ended long ago, with their numbers.</summary>
    public static Task<int> DeleteEndedAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from callback where ended_at < @before", new { before }, cancellationToken: cancellation));
}
