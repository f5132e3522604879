using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>Rows of <c>node</c>: who owns an Asterisk. The database's clock measures every lease.</summary>
public static class NodeStore
{
    /// <summary>Takes the lease when it is free or over; the new epoch, or null.</summary>
    public static async Task<long?> TakeAsync(
        NpgsqlConnection connection, string name, string owner, TimeSpan lease, CancellationToken cancellation) =>
        await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            """
            insert into node (name, owner, epoch, lease_until) values (@name, @owner, 1, now() + @lease)
            on conflict (name) do update
            set owner = excluded.owner, epoch = node.epoch + 1, lease_until = excluded.lease_until
            where node.owner is null or node.lease_until < now()
            returning epoch
            """,
            new { name, owner, lease },
            cancellationToken: cancellation));

    /// <summary>Keeps the lease; false when another owner has taken it.</summary>
    public static async Task<bool> RenewAsync(
        NpgsqlConnection connection, string name, long epoch, TimeSpan lease, CancellationToken cancellation) =>
        await connection.ExecuteAsync(new CommandDefinition(
            "update node set lease_until = now() + @lease where name = @name and epoch = @epoch and owner is not null",
            new { name, epoch, lease },
            cancellationToken: cancellation)) == 1;

    /// <summary>Lets the lease go, so that another owner need not wait for its end.</summary>
    public static Task ReleaseAsync(
        NpgsqlConnection connection, string name, long epoch, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "update node set owner = null, lease_until = null where name = @name and epoch = @epoch",
            new { name, epoch },
            cancellationToken: cancellation));

    /// <summary>
    /// Notes when the Asterisk of the node started. True when it has started anew since the last owner looked: its
    /// phones and trunks are forgotten then.
    /// </summary>
    public static async Task<bool> NoteStartAsync(
        NpgsqlConnection connection, string name, DateTimeOffset startedAt, CancellationToken cancellation) =>
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update node set started_at = @startedAt, phone_revision = 0, trunk_revision = 0
            where name = @name and started_at is distinct from @startedAt
            """,
            new { name, startedAt },
            cancellationToken: cancellation)) == 1;

    public static Task<long> PhoneRevisionAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellation) =>
        connection.QuerySingleAsync<long>(new CommandDefinition(
            "select phone_revision from node where name = @name", new { name }, cancellationToken: cancellation));

    public static Task SetPhoneRevisionAsync(
        NpgsqlConnection connection, string name, long revision, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "update node set phone_revision = @revision where name = @name and phone_revision < @revision",
            new { name, revision },
            cancellationToken: cancellation));

    public static Task<long> TrunkRevisionAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellation) =>
        connection.QuerySingleAsync<long>(new CommandDefinition(
            "select trunk_revision from node where name = @name", new { name }, cancellationToken: cancellation));

    public static Task SetTrunkRevisionAsync(
        NpgsqlConnection connection, string name, long revision, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "update node set trunk_revision = @revision where name = @name and trunk_revision < @revision",
            new { name, revision },
            cancellationToken: cancellation));

    /// <summary>Whether a node is drained: it gets no new calls.</summary>
    public static Task<bool> IsDrainedAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellation) =>
        connection.QuerySingleAsync<bool>(new CommandDefinition(
            "select drained_at is not null from node where name = @name",
            new { name }, cancellationToken: cancellation));

    /// <summary>Notes since when a node is drained, or that it is no longer; said twice it changes nothing.</summary>
    public static Task SetDrainedAsync(
        NpgsqlConnection connection, string name, bool drained, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into node (name, drained_at) values (@name, case when @drained then now() end)
            on conflict (name) do update
            set drained_at = case when @drained then coalesce(node.drained_at, excluded.drained_at) end
            """,
            new { name, drained },
            cancellationToken: cancellation));

    public static async Task<IReadOnlyList<NodeView>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<NodeView>(new CommandDefinition(
            """
            select n.name, coalesce(n.owner is not null and n.lease_until > now(), false) as owned, n.started_at,
              n.drained_at,
              (select count(*) from call c where c.node = n.name and c.ended_at is null) as calls_left
            from node n order by n.name
            """,
            cancellationToken: cancellation))];

    /// <summary>Of these the node with an owner, not drained, that carries the fewest calls; null without.</summary>
    public static Task<string?> LeastBusyAsync(
        NpgsqlTransaction transaction, string[] names, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            """
            select n.name from node n where n.name = any (@names) and n.lease_until > now() and n.drained_at is null
            order by (select count(*) from call c where c.node = n.name and c.ended_at is null), n.name limit 1
            """,
            new { names }, transaction, cancellationToken: cancellation));

    /// <summary>How far all nodes that have an owner have come with pushing phones.</summary>
    public static Task<long?> PushedEverywhereAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.QuerySingleAsync<long?>(new CommandDefinition(
            "select min(phone_revision) from node where lease_until > now()", cancellationToken: cancellation));
}
