using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Voicemails;

/// <summary>Voicemail among the rows of <c>recording</c>.</summary>
public static class VoicemailStore
{
    /// <summary>Those of a queue that can be heard, the newest first.</summary>
    public static async Task<IReadOnlyList<Voicemail>> OfQueueAsync(
        NpgsqlConnection connection, Guid queueId, DateTimeOffset? before, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<Voicemail>(new CommandDefinition(
            """
            select r.recording_id, r.call_id, r.queue_id, r.number_id, r.caller_ref, r.started_at as left_at,
                r.duration_ms, h.heard_at, h.heard_by
            from recording r
            left join lateral (
                select heard_at, heard_by from recording_hearing
                where recording_id = r.recording_id order by hearing_id limit 1) h on true
            where r.kind = 'voicemail' and r.state = 'stored' and r.queue_id = @queueId
                and (@before::timestamptz is null or r.started_at < @before)
            order by r.started_at desc limit 100
            """,
            new { queueId, before },
            cancellationToken: cancellation))];

    /// <summary>Whether Routing has given the agent a call of the queue, as long as calls are kept.</summary>
    public static Task<bool> ServesAsync(
        NpgsqlConnection connection, Guid agentId, Guid queueId, CancellationToken cancellation) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            """
            select exists (
                select 1 from call_order where kind = 'assigned' and agent_id = @agentId and queue_id = @queueId)
            """,
            new { agentId, queueId },
            cancellationToken: cancellation));
}
