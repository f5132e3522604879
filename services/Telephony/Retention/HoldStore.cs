using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Retention;

/// <summary>Rows of <c>recording_hold</c>. The recording is locked by whoever changes them.</summary>
public static class HoldStore
{
    /// <summary>All of a recording, the first set first.</summary>
    public static async Task<IReadOnlyList<Hold>> OfAsync(
        NpgsqlConnection connection, Guid recordingId, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<Hold>(new CommandDefinition(
            """
            select reason, held_by, held_at, lift_reason, lifted_by, lifted_at from recording_hold
            where recording_id = @recordingId order by hold_id
            """,
            new { recordingId },
            cancellationToken: cancellation))];

    /// <summary>Sets a hold; false when one is in force.</summary>
    public static async Task<bool> SetAsync(
        NpgsqlTransaction transaction, Guid recordingId, string reason, string by, DateTimeOffset now,
        CancellationToken cancellation) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into recording_hold (recording_id, reason, held_by, held_at)
            values (@recordingId, @reason, @by, @now)
            on conflict (recording_id) where lifted_at is null do nothing
            """,
            new { recordingId, reason, by, now },
            transaction,
            cancellationToken: cancellation)) == 1;

    /// <summary>Lifts the hold; false when none is in force.</summary>
    public static async Task<bool> LiftAsync(
        NpgsqlTransaction transaction, Guid recordingId, string reason, string by, DateTimeOffset now,
        CancellationToken cancellation) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update recording_hold set lift_reason = @reason, lifted_by = @by, lifted_at = @now
            where recording_id = @recordingId and lifted_at is null
            """,
            new { recordingId, reason, by, now },
            transaction,
            cancellationToken: cancellation)) == 1;
}
