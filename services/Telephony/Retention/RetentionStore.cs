using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Retention;

/// <summary>Rows of <c>retention_rule</c>.</summary>
public static class RetentionStore
{
    public static async Task<IReadOnlyList<RetentionRule>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<RetentionRule>(new CommandDefinition(
            "select rule_id, number_id, queue_id, days from retention_rule order by rule_id",
            cancellationToken: cancellation))];

    /// <summary>Adds or replaces a rule; false when another one is of the same number or queue.</summary>
    public static async Task<bool> SetAsync(
        NpgsqlConnection connection, RetentionRule rule, CancellationToken cancellation)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into retention_rule (rule_id, number_id, queue_id, days)
                values (@RuleId, @NumberId, @QueueId, @Days)
                on conflict (rule_id) do update
                set number_id = excluded.number_id, queue_id = excluded.queue_id, days = excluded.days
                """,
                rule, cancellationToken: cancellation));
            return true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    public static Task DeleteAsync(NpgsqlConnection connection, Guid ruleId, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from retention_rule where rule_id = @ruleId", new { ruleId }, cancellationToken: cancellation));
}
