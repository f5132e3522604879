using Dapper;
using Npgsql;

namespace CallCenter.Quality.Pauses;

public static class PauseStore
{
    /// <summary>Notes that a pause has begun.</summary>
    public static Task BeginAsync(NpgsqlTransaction work, Pause pause, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into pause (call_id, kind, started_at) values (@CallId, @Kind, @StartedAt)
            on conflict (call_id, kind, started_at) do nothing
            """,
            pause, work, cancellationToken: cancellation));

    /// <summary>Ends the pause that lasts; one whose beginning was not heard is added whole.</summary>
    public static Task EndAsync(NpgsqlTransaction work, Pause pause, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            with ended as (
              update pause set ended_at = @EndedAt
              where call_id = @CallId and kind = @Kind and ended_at is null and started_at <= @EndedAt
              returning 1)
            insert into pause (call_id, kind, started_at, ended_at)
            select @CallId, @Kind, @StartedAt, @EndedAt where not exists (select from ended)
            on conflict (call_id, kind, started_at) do nothing
            """,
            pause, work, cancellationToken: cancellation));

    public static async Task<IReadOnlyList<Pause>> OfCallAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<Pause>(new CommandDefinition(
            "select call_id, kind, started_at, ended_at from pause where call_id = @callId order by started_at",
            new { callId }, cancellationToken: cancellation))];
}
