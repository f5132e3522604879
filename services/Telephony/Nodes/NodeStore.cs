using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Nodes;

/// <summary>Rows of <c>node</c>: who owns an Asterisk. The database's clock measures every lease.</summary>
public static class NodeStore
{
    /// <summary>A change of owner is over sooner: nobody should notice it.</summary>
    internal const string Blink = "interval '5 seconds'";

    /// <summary>Its owner reaches the node, or will again in seconds.</summary>
    internal const string Reached = $"coalesce(unreached_at, now()) > now() - {Blink}";

    /// <summary>Takes the lease when it is free or over; null when it is not.</summary>
    public static async Task<TakenNode?> TakeAsync(
        NpgsqlConnection connection, string name, string owner, TimeSpan lease, CancellationToken cancellation) =>
        await connection.QuerySingleOrDefaultAsync<TakenNode>(new CommandDefinition(
            """
            insert into node (name, owner, epoch, lease_until, unreached_at)
            values (@name, @owner, 1, now() + @lease, now())
            on conflict (name) do update
            set owner = excluded.owner, epoch = node.epoch + 1, lease_until = excluded.lease_until,
              unreached_at = coalesce(node.unreached_at, excluded.unreached_at)
            where node.owner is null or node.lease_until < now()
            returning epoch, now() - unreached_at as unreached_for
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
            """
            update node set owner = null, lease_until = null where name = @name and epoch = @epoch
            """,
            new { name, epoch },
            cancellationToken: cancellation));

    /// <summary>Notes that the owner does not reach the node; since when is kept.</summary>
    public static Task NoteUnreachedAsync(
        NpgsqlConnection connection, string name, long epoch, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            "update node set unreached_at = now() where name = @name and epoch = @epoch and unreached_at is null",
            new { name, epoch },
            cancellationToken: cancellation));

    /// <summary>
    /// Notes that the owner reaches the node. After a while without it phones have until
    /// <paramref name="returnTime"/> is over to register there again.
    /// </summary>
    public static Task NoteReachedAsync(
        NpgsqlConnection connection, string name, TimeSpan returnTime, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"""
            update node set unreached_at = null,
              phones_expected_at = case when unreached_at < now() - {Blink} then now() + @returnTime
                else phones_expected_at end
            where name = @name and unreached_at is not null
            """,
            new { name, returnTime },
            cancellationToken: cancellation));

    /// <summary>
    /// Notes when the Asterisk of the node started. True when it has started anew since the last owner looked: its
    /// phones and trunks are forgotten then, and phones have a while to register again.
    /// </summary>
    public static async Task<bool> NoteStartAsync(
        NpgsqlConnection connection, string name, DateTimeOffset startedAt, TimeSpan returnTime,
        CancellationToken cancellation) =>
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update node set started_at = @startedAt, phone_revision = 0, trunk_revision = 0,
              phones_expected_at = now() + @returnTime
            where name = @name and started_at is distinct from @startedAt
            """,
            new { name, startedAt, returnTime },
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

    /// <summary>
    /// Notes since when a node is drained, or that it is no longer; said twice it changes nothing. Phones that logged
    /// in meanwhile have a while to hear of it.
    /// </summary>
    public static Task SetDrainedAsync(
        NpgsqlConnection connection, string name, bool drained, TimeSpan returnTime, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            insert into node (name, drained_at) values (@name, case when @drained then now() end)
            on conflict (name) do update
            set drained_at = case when @drained then coalesce(node.drained_at, excluded.drained_at) end,
              phones_expected_at = case when not @drained and node.drained_at is not null then now() + @returnTime
                else node.phones_expected_at end
            """,
            new { name, drained, returnTime },
            cancellationToken: cancellation));

    public static async Task<IReadOnlyList<NodeView>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<NodeView>(new CommandDefinition(
            """
            select n.name, coalesce(n.owner is not null and n.lease_until > now(), false) as owned, n.started_at,
              coalesce(n.lease_until > now() and n.unreached_at is null, false) as reached, n.drained_at,
              (select count(*) from phone_reachable r where r.node = n.name) as phones,
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

    /// <summary>Of these the nodes that have an owner, as far as phones are concerned.</summary>
    public static async Task<IReadOnlyList<NodeForPhones>> ForPhonesAsync(
        NpgsqlConnection connection, string[] names, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<NodeForPhones>(new CommandDefinition(
            $"""
            select name, {Reached} as reached,
              drained_at is not null as drained, phone_revision,
              exists (select from call where call.node = node.name and ended_at is null) as has_calls
            from node where name = any (@names) and lease_until > now() order by name
            """,
            new { names },
            cancellationToken: cancellation))];
}

/// <summary>A lease that was taken.</summary>
public sealed record TakenNode
{
    public required long Epoch { get; init; }

    /// <summary>For how long nobody has reached the node.</summary>
    public required TimeSpan UnreachedFor { get; init; }
}
