using CallCenter.Feedback.Customers;
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

    private static readonly string _mergeSql = MergeSql("$5");
    private static readonly string _mergeRecognisedSql = MergeSql("recognise($4, $5, $17, $18)");
    private static readonly string _mergeAndReturnSql = $"{_mergeSql} returning {Columns}";

    /// <summary>
    /// Adds what an event says to what is known, when the unit of work commits: one statement that reads nothing, so a
    /// fact that raises no complaint costs one round trip.
    /// </summary>
    public static void Merge(UnitOfWork work, CallFacts said)
    {
        var command = new NpgsqlBatchCommand(_mergeSql);
        Add(command.Parameters, said);
        work.AtCommit(command);
    }

    /// <summary>The same, with the customer who has the caller's reference; the stranger becomes one if none.</summary>
    public static void MergeRecognised(UnitOfWork work, CallFacts said, Customer stranger)
    {
        var command = new NpgsqlBatchCommand(_mergeRecognisedSql);
        Add(command.Parameters, said with { CustomerId = stranger.CustomerId });
        command.Parameters.Add(Of(stranger.Class));
        command.Parameters.Add(Of(stranger.KnownSince));
        work.AtCommit(command);
    }

    /// <summary>
    /// Adds what an event says now and returns what is known with it, locked: everything about one call is decided one
    /// after the other.
    /// </summary>
    public static async Task<CallFacts> MergeAsync(
        NpgsqlTransaction work, CallFacts said, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(_mergeAndReturnSql, work.Connection, work);
        Add(command.Parameters, said);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetRowParser<CallFacts>()(reader);
    }

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

    /// <summary>
    /// Each column is filled by whoever knows it. The queue and the agent are those of the latest answer; before there
    /// is one the queue is the one waited in last, and whoever else names them only fills a gap.
    /// </summary>
    private static string MergeSql(string customer) =>
        $"""
         insert into call_fact as known ({Columns})
         values ($1, $2, $3, $4, {customer}, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         on conflict (call_id) do update set
           number_id = coalesce(excluded.number_id, known.number_id),
           language = coalesce(excluded.language, known.language),
           caller_ref = coalesce(excluded.caller_ref, known.caller_ref),
           customer_id = coalesce(excluded.customer_id, known.customer_id),
           queue_id = case
             when excluded.answered_at >= coalesce(known.answered_at, '-infinity')
               or (excluded.queued_at is not null and known.answered_at is null) then excluded.queue_id
             else coalesce(known.queue_id, excluded.queue_id) end,
           agent_id = case
             when excluded.answered_at >= coalesce(known.answered_at, '-infinity') then excluded.agent_id
             else coalesce(known.agent_id, excluded.agent_id) end,
           arrived_at = coalesce(excluded.arrived_at, known.arrived_at),
           queued_at = coalesce(excluded.queued_at, known.queued_at),
           answered_at = greatest(known.answered_at, excluded.answered_at),
           ended_at = coalesce(excluded.ended_at, known.ended_at),
           cause = coalesce(excluded.cause, known.cause),
           abandoned = coalesce(excluded.abandoned, known.abandoned),
           disposition = coalesce(excluded.disposition, known.disposition),
           evaluation_id = coalesce(excluded.evaluation_id, known.evaluation_id),
           evaluation_score = case
             when excluded.evaluation_id is not null then excluded.evaluation_score
             else known.evaluation_score end
         """;

    private static void Add(NpgsqlParameterCollection parameters, CallFacts said)
    {
        parameters.Add(Of(said.CallId));
        parameters.Add(Of(said.NumberId));
        parameters.Add(Of(said.Language));
        parameters.Add(Of(said.CallerRef));
        parameters.Add(Of(said.CustomerId));
        parameters.Add(Of(said.QueueId));
        parameters.Add(Of(said.AgentId));
        parameters.Add(Of(said.ArrivedAt));
        parameters.Add(Of(said.QueuedAt));
        parameters.Add(Of(said.AnsweredAt));
        parameters.Add(Of(said.EndedAt));
        parameters.Add(Of(said.Cause));
        parameters.Add(Of(said.Abandoned));
        parameters.Add(Of(said.Disposition));
        parameters.Add(Of(said.EvaluationId));
        parameters.Add(Of(said.EvaluationScore));
    }

    /// <summary>With its type even when it is null: one plan for all events.</summary>
    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };
}
