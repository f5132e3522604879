using System.Text.Json;
using CallCenter.Contracts.Telephony;
using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Supervising;

/// <summary>Rows of <c>supervision</c>.</summary>
public static class SupervisionStore
{
    /// <summary>Writes down what the events say of supervisors, when the unit of work commits.</summary>
    public static void Record(UnitOfWork work, IReadOnlyList<object> events)
    {
        foreach (var said in events)
        {
            switch (said)
            {
                case SupervisionStarted e:
                    work.AtCommit(
                        """
                        insert into supervision (call_id, supervisor_id, started_at, modes)
                        values (@CallId, @SupervisorId, @StartedAt, @modes::jsonb)
                        on conflict (call_id) where ended_at is null do nothing
                        """,
                        new
                        {
                            e.CallId, e.SupervisorId, e.StartedAt,
                            modes = Write([new SupervisionMode(e.Mode, e.AgentId, e.StartedAt)]),
                        });
                    break;
                case SupervisionChanged e:
                    work.AtCommit(
                        """
                        update supervision set modes = modes || @modes::jsonb
                        where call_id = @CallId and supervisor_id = @SupervisorId and ended_at is null
                        """,
                        new
                        {
                            e.CallId, e.SupervisorId,
                            modes = Write([new SupervisionMode(e.Mode, e.AgentId, e.ChangedAt)]),
                        });
                    break;
                case SupervisionEnded e:
                    work.AtCommit(
                        """
                        update supervision set ended_at = @EndedAt, reason = @Reason
                        where call_id = @CallId and supervisor_id = @SupervisorId and ended_at is null
                        """,
                        new { e.CallId, e.SupervisorId, e.EndedAt, e.Reason });
                    break;
            }
        }
    }

    /// <summary>The last of them, the newest first.</summary>
    public static async Task<IReadOnlyList<SupervisionEntry>> ListAsync(
        NpgsqlConnection connection, SupervisionQuery query, int limit, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select supervision_id, call_id, supervisor_id, started_at, ended_at, reason, modes::text as modes
            from supervision
            where (@CallId::uuid is null or call_id = @CallId)
              and (@SupervisorId::uuid is null or supervisor_id = @SupervisorId)
              and (@agent::jsonb is null or modes @> @agent::jsonb)
              and (@From::timestamptz is null or started_at >= @From)
              and (@To::timestamptz is null or started_at < @To)
              and (@Before::bigint is null or supervision_id < @Before)
            order by supervision_id desc limit @limit
            """,
            new
            {
                query.CallId,
                query.SupervisorId,
                agent = query.AgentId is { } id ? $$"""[{"agentId":"{{id}}"}]""" : null,
                From = query.From?.ToUniversalTime(),
                To = query.To?.ToUniversalTime(),
                query.Before,
                limit,
            },
            cancellationToken: cancellation))).Select(row => row.Entry())];

    /// <summary>Forgets those that ended before an instant.</summary>
    public static Task<int> DeleteEndedAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from supervision where ended_at < @before", new { before }, cancellationToken: cancellation));

    private static string Write(IReadOnlyList<SupervisionMode> modes) =>
        JsonSerializer.Serialize(modes, JsonSerializerOptions.Web);

    private sealed record Row
    {
        public long SupervisionId { get; init; }

        public Guid CallId { get; init; }

        public Guid SupervisorId { get; init; }

        public DateTimeOffset StartedAt { get; init; }

        public DateTimeOffset? EndedAt { get; init; }

        public string? Reason { get; init; }

        public required string Modes { get; init; }

        public SupervisionEntry Entry() => new()
        {
            SupervisionId = SupervisionId,
            CallId = CallId,
            SupervisorId = SupervisorId,
            StartedAt = StartedAt,
            EndedAt = EndedAt,
            ListenedMs = EndedAt is { } ended ? (long)(ended - StartedAt).TotalMilliseconds : null,
            Reason = Reason,
            Modes = JsonSerializer.Deserialize<IReadOnlyList<SupervisionMode>>(Modes, JsonSerializerOptions.Web)!,
        };
    }
}
