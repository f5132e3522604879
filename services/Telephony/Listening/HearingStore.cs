using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Listening;

/// <summary>Rows of <c>recording_hearing</c>.</summary>
public static class HearingStore
{
    public static Task AddAsync(
        NpgsqlConnection connection, Guid recordingId, Hearing hearing, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into recording_hearing
              (recording_id, heard_by, heard_at, format, from_byte, to_byte, from_ms, to_ms)
            values (@recordingId, @HeardBy, @HeardAt, @Format, @FromByte, @ToByte, @FromMs, @ToMs)
            """,
            new
            {
                recordingId,
                hearing.HeardBy,
                hearing.HeardAt,
                hearing.Format,
                hearing.FromByte,
                hearing.ToByte,
                hearing.FromMs,
                hearing.ToMs,
            },
            cancellationToken: cancellation));

    /// <summary>The last 1000, the newest first.</summary>
    public static async Task<IReadOnlyList<Hearing>> OfAsync(
        NpgsqlConnection connection, Guid recordingId, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<Hearing>(new CommandDefinition(
            """
            select heard_by, heard_at, format, from_byte, to_byte, from_ms, to_ms from recording_hearing
            where recording_id = @recordingId order by hearing_id desc limit 1000
            """,
            new { recordingId },
            cancellationToken: cancellation))];
}
