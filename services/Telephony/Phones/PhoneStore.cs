using CallCenter.Telephony.Nodes;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Phones;

/// <summary>Rows of <c>phone</c> and <c>phone_reachable</c>.</summary>
public static class PhoneStore
{
    /// <summary>
    /// Whether phone <c>p</c> can be rung wherever a call may be: it is registered at a node that is there and at every
    /// one where phones are expected, and no call has just found it gone.
    /// </summary>
    private const string Ringable =
        $"""
        (exists (select from phone_reachable r join node n on n.name = r.node
            where r.agent_id = p.agent_id and n.lease_until > now() - interval '1 minute'
              and {NodeStore.Reached})
          and not exists (select from node n
            where n.lease_until > now() - {NodeStore.Blink} and n.drained_at is null and {NodeStore.Reached}
              and coalesce(n.phones_expected_at, '-infinity') <= now()
              and not exists (select from phone_reachable r where r.agent_id = p.agent_id and r.node = n.name))
          and coalesce(p.doubted_at, '-infinity') < now() - @doubt)
        """;

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
            select agent_id, number, name, online,
              array(select node from phone_reachable r where r.agent_id = p.agent_id order by node) as nodes
            from phone p where name is not null and number is not null order by name, agent_id limit 1000
            """,
            cancellationToken: cancellation))];

    /// <summary>The phone of a known agent.</summary>
    public static Task<PhoneState?> FindAsync(
        NpgsqlConnection connection, Guid agentId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<PhoneState>(new CommandDefinition(
            """
            select kind, username is not null as has_account, online,
              array(select node from phone_reachable r where r.agent_id = p.agent_id order by node) as nodes
            from phone p where agent_id = @agentId and number is not null
            """,
            new { agentId },
            cancellationToken: cancellation));

    /// <summary>The number of an agent; null when the agent is not known.</summary>
    public static Task<string?> NumberAsync(
        NpgsqlConnection connection, Guid agentId, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            "select number from phone where agent_id = @agentId", new { agentId }, cancellationToken: cancellation));

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
    /// Notes that a node has a phone, or no longer. The row of the phone is locked, so that two nodes take turns. What
    /// is to be said, if anything: whether the phone is online from now on.
    /// </summary>
    public static async Task<bool?> SetReachableAsync(
        NpgsqlTransaction transaction, Guid agentId, string node, bool online, TimeSpan doubt,
        CancellationToken cancellation)
    {
        if (!await LockAsync(transaction, agentId, cancellation))
        {
            return null;
        }

        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            online
                ? "insert into phone_reachable (agent_id, node) values (@agentId, @node) on conflict do nothing"
                : "delete from phone_reachable where agent_id = @agentId and node = @node",
            new { agentId, node }, transaction, cancellationToken: cancellation));
        return await SayAsync(transaction, agentId, doubt, cancellation);
    }

    /// <summary>Notes that a call could not ring a phone. What is to be said, as above.</summary>
    public static async Task<bool?> DoubtAsync(
        NpgsqlTransaction transaction, Guid agentId, TimeSpan doubt, CancellationToken cancellation)
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "update phone set doubted_at = clock_timestamp() where agent_id = @agentId",
            new { agentId }, transaction, cancellationToken: cancellation));
        return await SayAsync(transaction, agentId, doubt, cancellation);
    }

    /// <summary>
    /// Phones of which something else is true than was said last, because a node has come or gone or a doubt is over.
    /// It is to be said now.
    /// </summary>
    public static async Task<IReadOnlyList<PhoneSaid>> SayDueAsync(
        NpgsqlTransaction transaction, TimeSpan doubt, CancellationToken cancellation) =>
        [.. await transaction.Connection!.QueryAsync<PhoneSaid>(new CommandDefinition(
            $"""
            update phone set online = not online
            where agent_id in (
              select agent_id from phone p where p.online <> {Ringable}
              order by agent_id limit 200 for update skip locked)
            returning agent_id, online
            """,
            new { doubt },
            transaction,
            cancellationToken: cancellation))];

    private static async Task<bool> LockAsync(
        NpgsqlTransaction transaction, Guid agentId, CancellationToken cancellation) =>
        await transaction.Connection!.QuerySingleOrDefaultAsync<int>(new CommandDefinition(
            "select 1 from phone where agent_id = @agentId for update",
            new { agentId }, transaction, cancellationToken: cancellation)) == 1;

    private static Task<bool?> SayAsync(
        NpgsqlTransaction transaction, Guid agentId, TimeSpan doubt, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<bool?>(new CommandDefinition(
            $"""
            update phone p set online = not online where agent_id = @agentId and online <> {Ringable}
            returning online
            """,
            new { agentId, doubt }, transaction, cancellationToken: cancellation));
}
