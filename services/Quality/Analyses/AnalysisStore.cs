using Dapper;
using Npgsql;

namespace CallCenter.Quality.Analyses;

public static class AnalysisStore
{
    private const string Columns =
        """
        recording_id, call_id, assignment_id, agent_id, queue_id, sha256, traceparent, state, attempts, due_at,
        reason, added_at, postponed, started_at, coalesce(begun_at, added_at) as begun_at
        """;

    /// <summary>Why work on a deleted recording has failed.</summary>
    public const string Deleted = "the recording is deleted";

    /// <summary>Adds the work; a recording that is known already stays as it is.</summary>
    public static Task AddAsync(NpgsqlTransaction work, Analysis analysis, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into analysis (recording_id, call_id, assignment_id, agent_id, queue_id, sha256, traceparent,
              state, attempts, due_at, added_at, changed_at, started_at, begun_at)
            values (@RecordingId, @CallId, @AssignmentId, @AgentId, @QueueId, @Sha256, @Traceparent,
              @State, @Attempts, @DueAt, @AddedAt, @AddedAt, @StartedAt, @BegunAt)
            on conflict (recording_id) do nothing
            """,
            analysis, work, cancellationToken: cancellation));

    /// <summary>
    /// Takes the longest due work for the length of a lease, in one statement; another replica takes the next. Who
    /// dies at it leaves it to be taken again, with the attempt counted.
    /// </summary>
    public static Task<Analysis?> TakeAsync(
        NpgsqlConnection connection, DateTimeOffset now, DateTimeOffset leaseUntilAt, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Analysis>(new CommandDefinition(
            $"""
            update analysis set attempts = attempts + 1, due_at = @leaseUntilAt, changed_at = @now
            where recording_id = (
              select recording_id from analysis where state = 'pending' and due_at <= @now
              order by due_at limit 1 for update skip locked)
            returning {Columns}
            """,
            new { now, leaseUntilAt }, cancellationToken: cancellation));

    /// <summary>
    /// Writes what became of the work; false when somebody else has taken it meanwhile, who then writes it.
    /// </summary>
    public static async Task<bool> FinishAsync(
        NpgsqlTransaction work, Analysis analysis, DateTimeOffset now, CancellationToken cancellation) =>
        await work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update analysis set state = @State, reason = @Reason, due_at = @DueAt, postponed = @Postponed,
              changed_at = @now
            where recording_id = @RecordingId and state = 'pending' and attempts = @Attempts
            """,
            new
            {
                analysis.State, analysis.Reason, analysis.DueAt, analysis.Postponed, analysis.RecordingId,
                analysis.Attempts, now,
            },
            work, cancellationToken: cancellation)) == 1;

    /// <summary>Ends work that is left, whoever is at it.</summary>
    public static Task GiveUpAsync(
        NpgsqlTransaction work, Guid recordingId, string reason, DateTimeOffset now, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update analysis set state = 'failed', reason = @reason, changed_at = @now
            where recording_id = @recordingId and state in ('pending', 'failed')
            """,
            new { recordingId, reason, now }, work, cancellationToken: cancellation));

    /// <summary>
    /// Makes failed work pending again, of one call or of all; what was deleted stays as it is. Returns how many.
    /// </summary>
    public static Task<int> TryAgainAsync(
        NpgsqlTransaction work, Guid? callId, DateTimeOffset now, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update analysis set state = 'pending', attempts = 0, postponed = 0, due_at = @now, begun_at = @now,
              changed_at = @now
            where state = 'failed' and reason is distinct from @deleted
              and (@callId::uuid is null or call_id = @callId)
            """,
            new { callId, now, deleted = Deleted }, work, cancellationToken: cancellation));

    /// <summary>The last analysis of a call, if there is any.</summary>
    public static Task<Analysis?> FindOfCallAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Analysis>(new CommandDefinition(
            $"select {Columns} from analysis where call_id = @callId order by added_at desc limit 1",
            new { callId }, cancellationToken: cancellation));
}
