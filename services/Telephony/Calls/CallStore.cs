using System.Text.Json;
using System.Text.Json.Serialization;
using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Calls;

/// <summary>Rows of <c>call</c>.</summary>
public static class CallStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private const string InsertSql =
        """
        insert into call (call_id, node, phase, arrived_at, ended_at, version, snapshot, caller_number,
            callback_id, consultation_id, agent_id, third_agent_id, supervisor_id)
        values (@CallId, @Node, @Phase, @ArrivedAt, @EndedAt, @Version, @Snapshot::jsonb, @CallerNumber,
            @CallbackId, @ConsultationId, @AgentId, @ThirdAgentId, @SupervisorId)
        """;

    /// <summary>Stores the first snapshot (version 1) now.</summary>
    public static Task InsertAsync(NpgsqlTransaction transaction, Call call, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            InsertSql, Parameters(call, call.ArrivedAt), transaction, cancellationToken: cancellation));

    /// <summary>Stores the first snapshot (version 1) when the unit of work commits.</summary>
    public static void Insert(UnitOfWork work, Call call) =>
        work.AtCommit(InsertSql, Parameters(call, call.ArrivedAt));

    /// <summary>
    /// Stores the next snapshot when the unit of work commits. Where another owner has stored one meanwhile, the
    /// commit fails with a <see cref="PostgresErrorCodes.DivisionByZero"/>: asking first would take a round trip.
    /// </summary>
    public static void Update(UnitOfWork work, Call call, DateTimeOffset now) => work.AtCommit(
        """
        with stored as (
          update call set phase = @Phase, ended_at = @EndedAt, version = @Version, snapshot = @Snapshot::jsonb,
            consultation_id = @ConsultationId, agent_id = coalesce(@AgentId, agent_id),
            third_agent_id = coalesce(@ThirdAgentId, third_agent_id),
            supervisor_id = coalesce(@SupervisorId, supervisor_id)
          where call_id = @CallId and version = @Version - 1
          returning call_id
        )
        select from stored having 1 / count(*) = 0
        """,
        Parameters(call, now));

    /// <summary>The calls of a node that have not ended.</summary>
    public static async Task<IReadOnlyList<Call>> LiveAsync(
        NpgsqlConnection connection, string node, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<Row>(new CommandDefinition(
            "select snapshot, caller_number, version from call where node = @node and ended_at is null",
            new { node },
            cancellationToken: cancellation))).Select(Read)];

    /// <summary>The same calls, and what version each is in.</summary>
    public static async Task<IReadOnlyDictionary<Guid, long>> LiveVersionsAsync(
        NpgsqlConnection connection, string node, CancellationToken cancellation) =>
        (await connection.QueryAsync<(Guid CallId, long Version)>(new CommandDefinition(
            "select call_id, version from call where node = @node and ended_at is null",
            new { node },
            cancellationToken: cancellation))).ToDictionary(call => call.CallId, call => call.Version);

    public static async Task<Call?> FindAsync(
        NpgsqlConnection connection, Guid callId, CancellationToken cancellation)
    {
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            "select snapshot, caller_number, version from call where call_id = @callId",
            new { callId },
            cancellationToken: cancellation));
        return row is null ? null : Read(row);
    }

    /// <summary>The live call that an agent is rung for, talks in, or has been brought into.</summary>
    public static async Task<Call?> OfAgentAsync(
        NpgsqlConnection connection, Guid agentId, CancellationToken cancellation)
    {
        var row = await connection.QueryFirstOrDefaultAsync<Row>(new CommandDefinition(
            """
            select snapshot, caller_number, version from call
            where ended_at is null and (agent_id = @agentId or third_agent_id = @agentId)
              and @agent in (snapshot #>> '{assignment,agentId}', snapshot #>> '{third,agentId}')
            order by arrived_at limit 1
            """,
            new { agentId, agent = agentId.ToString() },
            cancellationToken: cancellation));
        return row is null ? null : Read(row);
    }

    /// <summary>Forgets calls that ended long ago, with their numbers.</summary>
    public static Task<int> DeleteEndedAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            delete from call where call_id in (select call_id from call where ended_at < @before
              order by ended_at limit 1000)
            """,
            new { before },
            cancellationToken: cancellation));

    private static object Parameters(Call call, DateTimeOffset now) => new
    {
        call.CallId,
        call.Node,
        Phase = JsonNamingPolicy.KebabCaseLower.ConvertName(call.Phase.ToString()),
        call.ArrivedAt,
        EndedAt = call.Phase == CallPhase.Ended ? now : (DateTimeOffset?)null,
        call.Version,
        Snapshot = JsonSerializer.Serialize(call, Json),
        call.CallerNumber,
        call.CallbackId,
        call.Third?.ConsultationId,
        call.Assignment?.AgentId,
        ThirdAgentId = call.Third?.AgentId,
        call.Supervision?.SupervisorId,
    };

    private static Call Read(Row row) => JsonSerializer.Deserialize<Call>(row.Snapshot, Json)! with
    {
        CallerNumber = row.CallerNumber,
        Version = row.Version,
    };

    private sealed record Row
    {
        public required string Snapshot { get; init; }

        public string? CallerNumber { get; init; }

        public long Version { get; init; }
    }
}
