using System.Text.Json;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Waiting;

/// <summary>Rows of <c>call_place</c>.</summary>
public static class CallPlaceStore
{
    /// <summary>Keeps a place, unless a later one is known or the call is not ours.</summary>
    public static Task SaveAsync(
        NpgsqlTransaction transaction, Guid callId, CallPlace place, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into call_place (call_id, place, changed_at)
            select call_id, @place::jsonb, @ChangedAt from call where call_id = @callId and ended_at is null
            on conflict (call_id) do update set place = excluded.place, changed_at = excluded.changed_at
            where call_place.changed_at <= excluded.changed_at
            """,
            new { callId, place = JsonSerializer.Serialize(place, JsonSerializerOptions.Web), place.ChangedAt },
            transaction,
            cancellationToken: cancellation));

    public static async Task<CallPlace?> FindAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation)
    {
        var place = await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "select place from call_place where call_id = @callId", new { callId }, cancellationToken: cancellation));
        return place is null ? null : JsonSerializer.Deserialize<CallPlace>(place, JsonSerializerOptions.Web);
    }
}
