using CallCenter.Messaging;
using Dapper;
using Npgsql;

namespace CallCenter.Routing.Customers;

public static class CustomerStore
{
    /// <summary>The class of a customer under every reference; an older fact changes nothing.</summary>
    public static Task SaveClassAsync(
        NpgsqlTransaction work, Guid customerId, IReadOnlyList<string> callerRefs, string @class,
        DateTimeOffset changedAt, CancellationToken cancellation) =>
        work.Connection!.ExecuteAsync(new CommandDefinition(
            """
            delete from customer_class
            where customer_id = @customerId and changed_at <= @changedAt and caller_ref <> all (@callerRefs);
            insert into customer_class (caller_ref, customer_id, class, changed_at)
            select caller_ref, @customerId, @class, @changedAt from unnest(@callerRefs) as caller (caller_ref)
            on conflict (caller_ref) do update set
              customer_id = excluded.customer_id, class = excluded.class, changed_at = excluded.changed_at
            where customer_class.changed_at <= excluded.changed_at
            """,
            new { customerId, callerRefs = callerRefs.Distinct().ToArray(), @class, changedAt },
            work, cancellationToken: cancellation));

    /// <summary>
    /// Who talked with a caller last, saved when the unit of work commits; an earlier talk changes nothing.
    /// </summary>
    public static void SaveLastAgent(UnitOfWork work, string callerRef, Guid agentId, DateTimeOffset talkedAt) =>
        work.AtCommit(
            """
            insert into last_agent (caller_ref, agent_id, talked_at) values (@callerRef, @agentId, @talkedAt)
            on conflict (caller_ref) do update set agent_id = excluded.agent_id, talked_at = excluded.talked_at
            where last_agent.talked_at <= excluded.talked_at
            """,
            new { callerRef, agentId, talkedAt });

    /// <summary>Forgets talks before an instant.</summary>
    public static Task<int> ForgetTalksAsync(
        NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "delete from last_agent where talked_at < @before", new { before }, cancellationToken: cancellation));
}
