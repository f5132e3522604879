using Dapper;
using Npgsql;

namespace CallCenter.Routing.Figures;

/// <summary>Takes figures' rows away that will be made anew from the kept events.</summary>
public static class RebuildStore
{
    /// <summary>Calls queued since event @first; all that was kept about them counts, whenever it came.</summary>
    private const string Subjects =
        "select subject from figure_event where id >= @first and type = 'callcenter.call.queued.v1'";

    private const string Calls =
        """
        select substring(subject from 6)::uuid from figure_event
        where id >= @first and type = 'callcenter.call.queued.v1'
        """;

    /// <summary>The first event kept since an instant; null when there is none.</summary>
    public static Task<long?> FirstSinceAsync(
        NpgsqlTransaction work, DateTimeOffset? from, CancellationToken cancellation) =>
        work.Connection!.ExecuteScalarAsync<long?>(new CommandDefinition(
            "select min(id) from figure_event where @from::timestamptz is null or recorded_at >= @from",
            new { from }, work, commandTimeout: 600, cancellationToken: cancellation));

    /// <summary>
    /// Empties what the events since the first one made, and marks these events and all about the same calls as not
    /// folded.
    /// </summary>
    public static Task ClearAsync(NpgsqlTransaction work, long first, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            delete from figure_visit where call_id in ({Calls});
            delete from figure_offer where call_id in ({Calls});
            delete from figure_handover where call_id in ({Calls});
            delete from figure_activity where id >= @first;
            update figure_activity a set until_at = null
            where (agent_id, id) in (select agent_id, max(id) from figure_activity group by agent_id);
            update figure_event set folded = false
            where folded and ((id >= @first and subject like 'agent/%') or subject in ({Subjects}));
            """,
            new { first }, work, commandTimeout: 600, cancellationToken: cancellation));
}
