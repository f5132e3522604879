using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Controls;

/// <summary>A control as it is stored.</summary>
public sealed record StoredControl
{
    public required Guid ControlId { get; init; }

    public required Guid CallId { get; init; }

    public required string Action { get; init; }

    public Guid? AgentId { get; init; }

    public string? Outcome { get; init; }
}

/// <summary>Rows of <c>call_order</c> that are controls; whether an agent can be rung.</summary>
public static class ControlStore
{
    public static Task<StoredControl?> FindAsync(
        NpgsqlConnection connection, Guid controlId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<StoredControl>(new CommandDefinition(
            """
            select control_id, call_id, control ->> 'action' as action, (control ->> 'agentId')::uuid as agent_id,
              outcome
            from call_order where control_id = @controlId
            """,
            new { controlId },
            cancellationToken: cancellation));

    /// <summary>
    /// free, busy (on a live call) or unreachable; null when there is no such agent. A call rings a phone from its own
    /// <paramref name="node"/>; without one any will do.
    /// </summary>
    public static Task<string?> PhoneStateAsync(
        NpgsqlConnection connection, Guid agentId, string? node, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            """
            select case
              when not exists (
                select from phone_reachable r where r.agent_id = p.agent_id and (@node is null or r.node = @node))
                then 'unreachable'
              when exists (
                select from call
                where ended_at is null
                  and (agent_id = @agentId or third_agent_id = @agentId or supervisor_id = @agentId)
                  and @agent in (snapshot #>> '{assignment,agentId}', snapshot #>> '{third,agentId}',
                    snapshot #>> '{supervision,supervisorId}')) then 'busy'
              else 'free' end
            from phone p where p.agent_id = @agentId and p.name is not null
            """,
            new { agentId, agent = agentId.ToString(), node },
            cancellationToken: cancellation));

    /// <summary>
    /// Says what came of a control when the unit of work commits; the first answer counts. What may be personal in it
    /// is forgotten.
    /// </summary>
    public static void Answer(UnitOfWork work, Guid controlId, string outcome) => work.AtCommit(
        """
        update call_order set outcome = @outcome, control = control - 'digits' - 'number'
        where control_id = @controlId and outcome is null
        """,
        new { controlId, outcome });
}
