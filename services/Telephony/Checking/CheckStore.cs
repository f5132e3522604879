using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Checking;

/// <summary>Rows of <c>recording_check</c>, and of <c>recording</c> as they are compared.</summary>
public static class CheckStore
{
    /// <summary>Takes the night; false when somebody has.</summary>
    public static async Task<bool> BeginAsync(
        NpgsqlConnection connection, DateOnly night, DateTimeOffset now, CancellationToken cancellation) =>
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into recording_check (night, began_at) values (@night::date, @now)
            on conflict (night) do nothing
            """,
            new { night = Written(night), now },
            cancellationToken: cancellation)) == 1;

    public static Task EndAsync(NpgsqlConnection connection, RecordingCheck check, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            update recording_check
            set ended_at = @EndedAt, recordings = @Recordings, files = @Files, missing = @Missing,
                orphaned = @Orphaned, missing_ids = @MissingIds, orphaned_names = @OrphanedNames
            where night = @Night::date
            """,
            new
            {
                Night = Written(check.Night), check.EndedAt, check.Recordings, check.Files, check.Missing,
                check.Orphaned, check.MissingIds, check.OrphanedNames,
            },
            cancellationToken: cancellation));

    /// <summary>The last 30, the newest first.</summary>
    public static async Task<IReadOnlyList<RecordingCheck>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<RecordingCheck>(new CommandDefinition(
            """
            select night, began_at, ended_at, recordings, files, missing, orphaned, missing_ids, orphaned_names
            from recording_check order by night desc limit 30
            """,
            cancellationToken: cancellation))];

    /// <summary>Those of the given recordings of which a file may lie in the store.</summary>
    public static async Task<IReadOnlySet<Guid>> WithFilesAsync(
        NpgsqlConnection connection, Guid[] recordingIds, CancellationToken cancellation) =>
        (await connection.QueryAsync<Guid>(new CommandDefinition(
            "select recording_id from recording where recording_id = any(@recordingIds) and state <> 'deleted'",
            new { recordingIds },
            cancellationToken: cancellation))).ToHashSet();

    /// <summary>A thousand recordings after that id, ready before that instant, in the order of ids.</summary>
    public static async Task<IReadOnlyList<Guid>> ReadyAsync(
        NpgsqlConnection connection, Guid after, DateTimeOffset before, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<Guid>(new CommandDefinition(
            """
            select recording_id from recording
            where state = 'stored' and stored_at < @before and recording_id > @after
            order by recording_id limit 1000
            """,
            new { after, before },
            cancellationToken: cancellation))];

    /// <summary>Dapper has no word for dates.</summary>
    private static string Written(DateOnly night) =>
        night.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
