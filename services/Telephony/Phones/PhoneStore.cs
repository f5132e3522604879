using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Phones;

/// <summary>Rows of <c>phone</c> and <c>phone_reachable</c>.</summary>
public static class PhoneStore
{
    private const string NextRevision = "(update phone_revision set value = value + 1 returning value)";

    /// <summary>Keeps the number and name of an agent.</summary>
    public static Task SetAgentAsync(
        NpgsqlTransaction transaction, Guid agentId, string number, string name, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            with next as {NextRevision}
            insert into phone (agent_id, number, name, revision) select @agentId, @number, @name, value from next
            on conflict (agent_id) do update
            set number = excluded.number, name = excluded.name, revision = excluded.revision
            """,
            new { agentId, number, name },
            transaction,
            cancellationToken: cancellation));

    /// <summary>Takes number, name and account away; the row stays, so that every node forgets the account.</summary>
    public static Task RemoveAgentAsync(
        NpgsqlTransaction transaction, Guid agentId, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            with next as {NextRevision}, forgotten as (delete from device_check where agent_id = @agentId)
            update phone set number = null, name = null, username = null, password = null, revision = next.value
            from next where agent_id = @agentId
            """,
            new { agentId },
            transaction,
            cancellationToken: cancellation));

    /// <summary>Gives a known agent a new account, or none; the revision to wait for, or null when unknown.</summary>
    public static Task<long?> SetAccountAsync(
        NpgsqlTransaction transaction, Guid agentId, string? username, string? password, string kind,
        CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            $"""
            with next as {NextRevision}
            update phone set username = @username, password = @password, kind = @kind, revision = next.value
            from next where agent_id = @agentId and number is not null
            returning revision
            """,
            new { agentId, username, password, kind },
            transaction,
            cancellationToken: cancellation));

    /// <summary>Phones changed since a revision, in the order of their changes.</summary>
    public static async Task<IReadOnlyList<Phone>> ChangedSinceAsync(
        NpgsqlConnection connection, long revision, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<Phone>(new CommandDefinition(
            """
            select agent_id, number, name, username, password, kind, revision from phone
            where revision > @revision order by revision limit 200
            """,
            new { revision },
            cancellationToken: cancellation))];

    /// <summary>Agents by name, at most a thousand.</summary>
    public static async Task<IReadOnlyList<PhoneView>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<PhoneView>(new CommandDefinition(
            """
            select agent_id, number, name,
              exists (select from phone_reachable r where r.agent_id = p.agent_id) as online
            from phone p where name is not null and number is not null order by name, agent_id limit 1000
            """,
            cancellationToken: cancellation))];

    /// <summary>Whether the agent's phone is a browser.</summary>
    public static async Task<bool> IsBrowserAsync(
        NpgsqlTransaction transaction, Guid agentId, CancellationToken cancellation) =>
        await transaction.Connection!.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "select kind from phone where agent_id = @agentId",
            new { agentId },
            transaction,
            cancellationToken: cancellation)) == PhoneKinds.Browser;

    /// <summary>The phones that a node is known to reach.</summary>
    public static async Task<IReadOnlySet<Guid>> ReachableAsync(
        NpgsqlConnection connection, string node, CancellationToken cancellation) =>
        (await connection.QueryAsync<Guid>(new CommandDefinition(
            "select agent_id from phone_reachable where node = @node",
            new { node },
            cancellationToken: cancellation))).ToHashSet();

    /// <summary>
    /// Notes that a node reaches a phone, or no longer. True when that changes whether the agent can be reached at
    /// all. The row of the phone is locked, so that two nodes take turns.
    /// </summary>
    public static async Task<bool> SetReachableAsync(
        NpgsqlTransaction transaction, Guid agentId, string node, bool online, CancellationToken cancellation)
    {
        const string Count = "select count(*) from phone_reachable where agent_id = @agentId";
        var connection = transaction.Connection!;
        var key = new { agentId, node };
        var known = await connection.QuerySingleOrDefaultAsync<int>(new CommandDefinition(
            "select 1 from phone where agent_id = @agentId for update", key, transaction,
            cancellationToken: cancellation));
        if (known == 0)
        {
            return false;
        }

        var before = await connection.QuerySingleAsync<long>(new CommandDefinition(
            Count, key, transaction, cancellationToken: cancellation));
        var change = online
            ? "insert into phone_reachable (agent_id, node) values (@agentId, @node) on conflict do nothing"
            : "delete from phone_reachable where agent_id = @agentId and node = @node";
        var changed = await connection.ExecuteAsync(new CommandDefinition(
            change, key, transaction, cancellationToken: cancellation));
        return changed == 1 && before == (online ? 0 : 1);
    }
}
