using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Decisions;

public static class DecisionStore
{
    private const string Columns =
        "decision_id, decided_at, call_id, queue_id, step, policy, agent_id, assignment_id, trace";

    private const string Both = $"select {Columns} from decision union all select {Columns} from nobody_decision";

    /// <summary>Keeps why agents got calls when the unit of work commits: one statement.</summary>
    public static void Save(UnitOfWork work, IReadOnlyList<Decision> made)
    {
        if (made.Count > 0)
        {
            work.AtCommit(
                $"""
                insert into decision ({Columns})
                select id, decided_at, call_id, queue_id, step, policy, agent_id, assignment_id, trace::jsonb
                from unnest(@ids, @decidedAts, @callIds, @queueIds, @steps, @policies, @agentIds, @assignmentIds,
                  @traces) as d (id, decided_at, call_id, queue_id, step, policy, agent_id, assignment_id, trace)
                """,
                Parameters(made));
        }
    }

    /// <summary>
    /// Keeps why nobody got these calls, with the call and once for each of its queues and steps, where the reasons
    /// have changed.
    /// </summary>
    public static Task SaveNobodyAsync(
        NpgsqlTransaction work, IReadOnlyList<Decision> made, CancellationToken cancellation) =>
        made.Count == 0 ? Task.CompletedTask : work.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            with seen as (
              select id, decided_at, call_id, queue_id, step, policy, reasons::jsonb, trace::jsonb
              from unnest(@ids, @decidedAts, @callIds, @queueIds, @steps, @policies, @reasons, @traces)
                as d (id, decided_at, call_id, queue_id, step, policy, reasons, trace)
            ), changed as (
              update waiting_call c set reasons = seen.reasons, reasons_at = seen.decided_at
              from seen
              where c.call_id = seen.call_id and c.state = 'waiting' and c.reasons is distinct from seen.reasons
              returning c.call_id
            )
            insert into nobody_decision (decision_id, decided_at, call_id, queue_id, step, policy, trace)
            select id, decided_at, call_id, queue_id, step, policy, trace from seen join changed using (call_id)
            on conflict (call_id, queue_id, step)
              do update set decided_at = excluded.decided_at, trace = excluded.trace, policy = excluded.policy
            """,
            Parameters(made), work, cancellationToken: cancellation));

    /// <summary>What was decided about a call, in the order of time.</summary>
    public static async Task<IReadOnlyList<Decision>> OfCallAsync(
        NpgsqlConnection connection, Guid callId, int limit, CancellationToken cancellation) =>
        (await connection.QueryAsync<Decision>(new CommandDefinition(
            $"""
            select {Columns} from ({Both}) as d
            where call_id = @callId order by decided_at, decision_id limit @limit
            """,
            new { callId, limit }, cancellationToken: cancellation))).AsList();

    /// <summary>The decisions of a span of time in which an agent was named, the latest first.</summary>
    public static async Task<IReadOnlyList<Decision>> OfAgentAsync(
        NpgsqlConnection connection, Guid agentId, DateTimeOffset from, DateTimeOffset to, int limit,
        CancellationToken cancellation) =>
        (await connection.QueryAsync<Decision>(new CommandDefinition(
            $$"""
            select {{Columns}} from ({{Both}}) as d
            where decided_at >= @from and decided_at < @to
              and (agent_id = @agentId
                or trace @> jsonb_build_object('candidates', jsonb_build_array(jsonb_build_object('agentId', @agentId)))
                or trace @> jsonb_build_object('removed', jsonb_build_array(jsonb_build_object('agents',
                  jsonb_build_array(@agentId)))))
            order by decided_at desc limit @limit
            """,
            new { agentId, from, to, limit }, cancellationToken: cancellation))).AsList();

    /// <summary>Forgets decisions before an instant.</summary>
    public static Task<int> ForgetAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            delete from decision where decided_at < @before;
            delete from nobody_decision where decided_at < @before;
            """,
            new { before }, cancellationToken: cancellation));

    private static object Parameters(IReadOnlyList<Decision> made) => new
    {
        ids = made.Select(one => one.DecisionId).ToArray(),
        decidedAts = made.Select(one => one.DecidedAt).ToArray(),
        callIds = made.Select(one => one.CallId).ToArray(),
        queueIds = made.Select(one => one.QueueId).ToArray(),
        steps = made.Select(one => one.Step).ToArray(),
        policies = made.Select(one => one.Policy).ToArray(),
        agentIds = made.Select(one => one.AgentId).ToArray(),
        assignmentIds = made.Select(one => one.AssignmentId).ToArray(),
        reasons = made.Select(one => one.AgentId is null ? one.Reasons() : null).ToArray(),
        traces = made.Select(one => one.Trace).ToArray(),
    };
}
