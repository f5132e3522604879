using CallCenter.Messaging;
using CallCenter.Telephony.Calls;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Recordings;

/// <summary>Rows of <c>recording</c>.</summary>
public static class RecordingStore
{
    /// <summary>
    /// Stores what a call knows of its recording (started, stopped or failed) when the unit of work commits.
    /// </summary>
    public static void Save(UnitOfWork work, Call call)
    {
        var recording = call.Recording!;
        Save(
            work, call, recording.RecordingId, recording.QueueId, recording.StartedAt, recording.StoppedAt,
            recording.Failed, recording.AssignmentId, recording.AgentId);
    }

    /// <summary>The same of the message that the caller leaves, once the beep is over.</summary>
    public static void SaveMessage(UnitOfWork work, Call call)
    {
        if (call.Message is { StartedAt: { } startedAt } message)
        {
            Save(
                work, call, message.RecordingId, message.QueueId, startedAt, message.StoppedAt, message.Failed,
                assignmentId: null, agentId: null);
        }
    }

    private static void Save(
        UnitOfWork work, Call call, Guid recordingId, Guid queueId, DateTimeOffset startedAt,
        DateTimeOffset? stoppedAt, bool failed, Guid? assignmentId, Guid? agentId) =>
        work.AtCommit(
            """
            insert into recording (recording_id, call_id, assignment_id, agent_id, queue_id, node, state, started_at,
                stopped_at, next_attempt_at, trace_parent, number_id, caller_ref, kind)
            values (@recordingId, @CallId, @assignmentId, @agentId, @queueId, @Node, @State, @startedAt,
                @stoppedAt, @stoppedAt, @TraceParent, @NumberId, @CallerRef, @Kind)
            on conflict (recording_id) do update
            set state = excluded.state, stopped_at = excluded.stopped_at, next_attempt_at = excluded.next_attempt_at
            where recording.state = 'recording' or (recording.state = 'stopped' and excluded.state = 'failed')
            """,
            new
            {
                recordingId,
                call.CallId,
                assignmentId,
                agentId,
                queueId,
                call.Node,
                State = failed ? "failed" : stoppedAt is null ? "recording" : "stopped",
                startedAt,
                stoppedAt,
                call.TraceParent,
                call.NumberId,
                call.CallerRef,
                Kind = agentId is null ? "voicemail" : "talk",
            });

    /// <summary>Locks one stopped recording of these nodes that is due; others are left to other workers.</summary>
    public static Task<Recording?> TakeDueAsync(
        NpgsqlTransaction transaction, string[] nodes, DateTimeOffset now, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<Recording>(new CommandDefinition(
            """
            select recording_id, call_id, assignment_id, agent_id, queue_id, node, started_at, stopped_at, attempts,
                trace_parent, number_id, caller_ref, kind
            from recording
            where state = 'stopped' and next_attempt_at <= @now and node = any(@nodes)
            order by next_attempt_at limit 1 for update skip locked
            """,
            new { nodes, now },
            transaction,
            cancellationToken: cancellation));

    public static Task MarkStoredAsync(
        NpgsqlTransaction transaction, Guid recordingId, string sha256, long bytes, long durationMs,
        byte[] peaks, DateTimeOffset now, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update recording
            set state = 'stored', sha256 = @sha256, bytes = @bytes, duration_ms = @durationMs, stored_at = @now,
                peaks = @peaks, error = null
            where recording_id = @recordingId
            """,
            new { recordingId, sha256, bytes, durationMs, peaks, now },
            transaction,
            cancellationToken: cancellation));

    /// <summary>Looks again later, because the switch still writes.</summary>
    public static Task PutOffAsync(
        NpgsqlTransaction transaction, Guid recordingId, DateTimeOffset nextAttemptAt,
        CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "update recording set next_attempt_at = @nextAttemptAt where recording_id = @recordingId",
            new { recordingId, nextAttemptAt },
            transaction,
            cancellationToken: cancellation));

    /// <summary>
    /// Counts a failed attempt and puts the recording off; without a next attempt it has failed for good.
    /// </summary>
    public static Task MarkAttemptAsync(
        NpgsqlTransaction transaction, Guid recordingId, string error, DateTimeOffset? nextAttemptAt,
        CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update recording
            set attempts = attempts + 1, error = @error, next_attempt_at = @nextAttemptAt,
                state = case when @nextAttemptAt::timestamptz is null then 'failed' else state end
            where recording_id = @recordingId
            """,
            new { recordingId, error, nextAttemptAt },
            transaction,
            cancellationToken: cancellation));

    /// <summary>Those of the given recordings whose files are still wanted, or were kept because they failed.</summary>
    public static async Task<IReadOnlySet<Guid>> KeptAsync(
        NpgsqlConnection connection, Guid[] recordingIds, CancellationToken cancellation) =>
        (await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select recording_id from recording
            where recording_id = any(@recordingIds) and state in ('recording', 'stopped', 'failed')
              -- Nothing was said, and nothing went wrong.
              and not (kind = 'voicemail' and state = 'failed' and error is null)
            """,
            new { recordingIds },
            cancellationToken: cancellation))).ToHashSet();
}
