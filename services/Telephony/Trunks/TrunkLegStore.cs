using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Trunks;

/// <summary>Rows of <c>trunk_leg</c>. The database's clock measures every second.</summary>
public static class TrunkLegStore
{
    /// <summary>What is dialled through trunks at present. Their rows are locked: limits hold on all nodes.</summary>
    public static async Task<IReadOnlyDictionary<Guid, TrunkLoad>> LockLoadsAsync(
        NpgsqlTransaction transaction, IReadOnlyList<Trunk> trunks, CancellationToken cancellation)
    {
        var key = new { ids = trunks.Select(trunk => trunk.TrunkId).Order().ToArray() };
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(new CommandDefinition(
            """
            select from trunk where trunk_id = any (@ids) order by trunk_id for update;
            delete from trunk_leg where trunk_id = any (@ids) and ended_at is not null
              and began_at < clock_timestamp() - interval '2 s';
            """,
            key, transaction, cancellationToken: cancellation));
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select trunk_id, count(*) filter (where ended_at is null) as calls,
              count(*) filter (where began_at > clock_timestamp() - interval '1 s' and not incoming) as begun
            from trunk_leg where trunk_id = any (@ids) group by trunk_id
            """,
            key, transaction, cancellationToken: cancellation));
        return rows.ToDictionary(row => row.TrunkId, row => new TrunkLoad(row.Calls, row.Begun));
    }

    /// <summary>A leg is dialled; where another trunk failed for it before, it is that one's no longer.</summary>
    public static Task BeginAsync(
        NpgsqlTransaction transaction, string leg, Guid trunkId, string node, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into trunk_leg (leg, trunk_id, node, began_at) values (@leg, @trunkId, @node, clock_timestamp())
            on conflict (leg) do update
            set trunk_id = excluded.trunk_id, began_at = excluded.began_at, ended_at = null
            """,
            new { leg, trunkId, node }, transaction, cancellationToken: cancellation));

    /// <summary>
    /// A call comes in: null when it is counted, or was before, else the name of the trunk that has no line left. One
    /// round trip, whose statements are one transaction; nothing is lost with it in a crash that the reconcile does not
    /// find, so it need not wait for the disk.
    /// </summary>
    public static async Task<string?> AdmitAsync(
        NpgsqlConnection connection, string leg, Guid trunkId, string node, CancellationToken cancellation)
    {
        await using var reader = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select set_config('synchronous_commit', 'off', true);
            select trunk_id from trunk where trunk_id = @trunkId for update;
            delete from trunk_leg where trunk_id = @trunkId and ended_at is not null
              and began_at < clock_timestamp() - interval '2 s';
            insert into trunk_leg (leg, trunk_id, node, began_at, incoming)
            select @leg, trunk_id, @node, clock_timestamp(), true from trunk
            where trunk_id = @trunkId and settings is not null
              and coalesce((settings ->> 'maxIncoming')::int, {int.MaxValue}) > (
                select count(*) from trunk_leg where trunk_id = @trunkId and ended_at is null and incoming)
            on conflict (leg) do nothing;
            select settings ->> 'name' from trunk
            where trunk_id = @trunkId and settings is not null
              and not exists (select from trunk_leg where leg = @leg and ended_at is null);
            """,
            new { leg, trunkId, node }, cancellationToken: cancellation));
        await reader.ReadAsync<string>();
        await reader.ReadAsync<Guid>();
        return await reader.ReadSingleOrDefaultAsync<string>();
    }

    /// <summary>
    /// A leg is over; a crash that forgets it is found by the reconcile, so it need not wait for the disk.
    /// </summary>
    public static Task EndAsync(NpgsqlConnection connection, string leg, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            select set_config('synchronous_commit', 'off', true);
            update trunk_leg set ended_at = clock_timestamp() where leg = @leg and ended_at is null
            """,
            new { leg }, cancellationToken: cancellation));

    /// <summary>Legs of a node that a listing does not show; those that began just now may not be there yet.</summary>
    public static Task EndMissingAsync(
        NpgsqlConnection connection, string node, string[] legs, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            update trunk_leg set ended_at = clock_timestamp()
            where node = @node and ended_at is null and leg <> all (@legs)
              and began_at < clock_timestamp() - interval '10 s'
            """,
            new { node, legs }, cancellationToken: cancellation));

    /// <summary>Legs of a node that have not ended.</summary>
    public static async Task<IReadOnlyList<string>> OpenAsync(
        NpgsqlConnection connection, string node, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<string>(new CommandDefinition(
            "select leg from trunk_leg where node = @node and ended_at is null",
            new { node }, cancellationToken: cancellation))];

    private sealed record Row
    {
        public Guid TrunkId { get; init; }

        public long Calls { get; init; }

        public long Begun { get; init; }
    }
}
