using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Feedback.Calls;

public static class CallFactsStore
{
    private const string Columns =
        """
        call_id, number_id, language, caller_ref, customer_id, queue_id, agent_id, arrived_at, queued_at, answered_at,
        ended_at, cause, abandoned, disposition, evaluation_id, evaluation_score
        """;

    /// <summary>
    /// The call, locked: everything about one call is decided one after the other. A call heard of for the first time
    /// is an empty row.
    /// </summary>
    public static Task<CallFacts> LockAsync(NpgsqlTransaction work, Guid callId, CancellationToken cancellation) =>
        work.Connection!.QuerySingleAsync<CallFacts>(new CommandDefinition(
            $"""
             insert into call_fact (call_id) values (@callId)
             on conflict (call_id) do update set call_id = excluded.call_id returning {Columns}
             """,
            new { callId }, work, cancellationToken: cancellation));

    /// <summary>The call, locked, or null when nothing has been heard of it.</summary>
    public static Task<CallFacts?> LockKnownAsync(
        NpgsqlTransaction work, Guid callId, CancellationToken cancellation) =>
        work.Connection!.QuerySingleOrDefaultAsync<CallFacts>(new CommandDefinition(
            $"select {Columns} from call_fact where call_id = @callId for update",
            new { callId }, work, cancellationToken: cancellation));

    public static Task<CallFacts?> FindAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<CallFacts>(new CommandDefinition(
            $"select {Columns} from call_fact where call_id = @callId",
            new { callId }, cancellationToken: cancellation));

    /// <summary>Stores the call when the unit of work commits.</summary>
    public static void Save(UnitOfWork work, CallFacts call) =>
        work.AtCommit(
            """
            update call_fact set number_id = @NumberId, language = @Language, caller_ref = @CallerRef,
              customer_id = @CustomerId, queue_id = @QueueId, agent_id = @AgentId, arrived_at = @ArrivedAt,
              queued_at = @QueuedAt, answered_at = @AnsweredAt, ended_at = @EndedAt, cause = @Cause,
              abandoned = @Abandoned, disposition = @Disposition, evaluation_id = @EvaluationId,
              evaluation_score = @EvaluationScore
            where call_id = @CallId
            """,
            call);
}
