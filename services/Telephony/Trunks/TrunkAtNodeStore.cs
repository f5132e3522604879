using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Trunks;

/// <summary>Rows of <c>trunk_at_node</c>.</summary>
public static class TrunkAtNodeStore
{
    /// <summary>How trunks stand at a node now; since when stays where nothing has changed.</summary>
    public static Task SetAsync(
        NpgsqlConnection connection, string node, IReadOnlyDictionary<Guid, string> states,
        CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into trunk_at_node as t (trunk_id, node, state, changed_at)
            select s.trunk_id, @node, s.state, now() from unnest(@trunkIds, @states) s (trunk_id, state)
            on conflict (trunk_id, node) do update set state = excluded.state, changed_at = excluded.changed_at
            where t.state <> excluded.state;
            delete from trunk_at_node where node = @node and trunk_id <> all (@trunkIds)
            """,
            new { node, trunkIds = states.Keys.ToArray(), states = states.Values.ToArray() },
            cancellationToken: cancellation));

    /// <summary>How trunks stand at these nodes; unknown where the node is not reached.</summary>
    public static async Task<IReadOnlyList<TrunkAtNode>> ListAsync(
        NpgsqlConnection connection, string[] nodes, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<TrunkAtNode>(new CommandDefinition(
            """
            select t.trunk_id, t.node,
              case when n.lease_until > now() and n.unreached_at is null then t.state else 'unknown' end as state,
              greatest(t.changed_at, n.unreached_at) as changed_at
            from trunk_at_node t join node n on n.name = t.node
            where t.node = any (@nodes) order by t.node, t.trunk_id
            """,
            new { nodes },
            cancellationToken: cancellation))];
}
