using Dapper;
using Npgsql;

namespace CallCenter.Telephony.CallingOut;

/// <summary>Where an agent's call can be made.</summary>
public static class OutboundStore
{
    /// <summary>One request of an agent at a time: whether they are free stays true until the commit.</summary>
    public static Task LockAsync(NpgsqlTransaction transaction, Guid agentId, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "select from phone where agent_id = @agentId for update",
            new { agentId }, transaction, cancellationToken: cancellation));

    /// <summary>A node with an owner, not drained, that reaches the agent's phone; null without.</summary>
    public static Task<string?> NodeAsync(
        NpgsqlTransaction transaction, Guid agentId, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            """
            select n.name from node n join phone_reachable r on r.node = n.name
            where r.agent_id = @agentId and n.lease_until > now() and n.drained_at is null
            order by (select count(*) from call c where c.node = n.name and c.ended_at is null), n.name limit 1
            """,
            new { agentId }, transaction, cancellationToken: cancellation));
}
