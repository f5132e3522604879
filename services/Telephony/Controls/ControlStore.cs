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

/// <summary>Rows of <c>call_order</c> that are controls.</summary>
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
    /// Says what came of a control; the first answer counts. What may be personal in it is forgotten.
    /// </summary>
    public static Task AnswerAsync(
        NpgsqlTransaction transaction, Guid controlId, string outcome, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            update call_order set outcome = @outcome, control = control - 'digits' - 'number'
            where control_id = @controlId and outcome is null
            """,
            new { controlId, outcome },
            transaction,
            cancellationToken: cancellation));
}
