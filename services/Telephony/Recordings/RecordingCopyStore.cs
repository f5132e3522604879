using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Recordings;

/// <summary>Rows of <c>recording</c> as those who keep, hear or delete recordings see them.</summary>
public static class RecordingCopyStore
{
    private const string Columns =
        """
        r.recording_id, r.call_id, r.agent_id, r.queue_id, r.number_id, r.state, r.started_at, r.stopped_at,
        r.stored_at, r.deleted_at, r.kind, r.sha256, r.bytes, r.duration_ms,
        exists (select 1 from recording_hold h where h.recording_id = r.recording_id and h.lifted_at is null) as held
        """;

    public static Task<RecordingCopy?> FindAsync(
        NpgsqlConnection connection, Guid recordingId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<RecordingCopy>(new CommandDefinition(
            $"select {Columns} from recording r where r.recording_id = @recordingId",
            new { recordingId },
            cancellationToken: cancellation));

    /// <summary>Those of a call, in their order.</summary>
    public static async Task<IReadOnlyList<RecordingCopy>> OfCallAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<RecordingCopy>(new CommandDefinition(
            $"select {Columns} from recording r where r.call_id = @callId order by r.started_at limit 1000",
            new { callId },
            cancellationToken: cancellation))];

    /// <summary>
    /// Locks the recording: whoever sets a hold and whoever decides a deletion come one after the other.
    /// </summary>
    public static async Task<RecordingCopy?> LockAsync(
        NpgsqlTransaction transaction, Guid recordingId, CancellationToken cancellation)
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "select 1 from recording where recording_id = @recordingId for update",
            new { recordingId }, transaction, cancellationToken: cancellation));
        return await FindAsync(transaction.Connection!, recordingId, cancellation);
    }

    /// <summary>While this transaction lasts nobody deletes the recording; its state.</summary>
    public static Task<string?> KeepAsync(
        NpgsqlTransaction transaction, Guid recordingId, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "select state from recording where recording_id = @recordingId for share",
            new { recordingId }, transaction, cancellationToken: cancellation));

    /// <summary>Levels of both sides; null when they are not known.</summary>
    public static Task<byte[]?> PeaksAsync(
        NpgsqlConnection connection, Guid recordingId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(
            "select peaks from recording where recording_id = @recordingId",
            new { recordingId },
            cancellationToken: cancellation));
}
