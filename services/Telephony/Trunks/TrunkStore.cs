using System.Text.Json;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Trunks;

/// <summary>Rows of <c>trunk</c>.</summary>
public static class TrunkStore
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private const string NextRevision = "(update trunk_revision set value = value + 1 returning value)";

    /// <summary>Whether a password of the trunk is kept; the row is locked.</summary>
    public static async Task<bool> HasPasswordAsync(
        NpgsqlTransaction transaction, Guid trunkId, CancellationToken cancellation) =>
        await transaction.Connection!.QuerySingleOrDefaultAsync<bool?>(new CommandDefinition(
            "select password is not null from trunk where trunk_id = @trunkId for update",
            new { trunkId }, transaction, cancellationToken: cancellation)) ?? false;

    /// <summary>Adds or replaces a trunk; without a password the one that is kept stays. The revision of it.</summary>
    public static Task<long> SetAsync(
        NpgsqlTransaction transaction, Trunk trunk, string? password, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleAsync<long>(new CommandDefinition(
            $"""
            with next as {NextRevision}
            insert into trunk (trunk_id, rank, settings, password, revision)
            select @TrunkId, @Rank, @settings::jsonb, @password, value from next
            on conflict (trunk_id) do update
            set rank = excluded.rank, settings = excluded.settings, revision = excluded.revision,
                password = case when @Username::text is null then null
                    else coalesce(excluded.password, trunk.password) end
            returning revision
            """,
            new
            {
                trunk.TrunkId, trunk.Rank, trunk.Username, password, settings = JsonSerializer.Serialize(trunk, Json),
            },
            transaction,
            cancellationToken: cancellation));

    /// <summary>Takes everything of a trunk away; its revision, or null when there is none.</summary>
    public static Task<long?> RemoveAsync(
        NpgsqlTransaction transaction, Guid trunkId, CancellationToken cancellation) =>
        transaction.Connection!.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            $"""
            with next as {NextRevision}
            update trunk set settings = null, password = null, revision = next.value
            from next where trunk_id = @trunkId and settings is not null
            returning revision
            """,
            new { trunkId },
            transaction,
            cancellationToken: cancellation));

    /// <summary>All trunks, in their order.</summary>
    public static async Task<IReadOnlyList<Trunk>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [
            .. (await connection.QueryAsync<string>(new CommandDefinition(
                "select settings from trunk where settings is not null order by rank, settings ->> 'name', trunk_id",
                cancellationToken: cancellation))).Select(Read),
        ];

    public static async Task<Trunk?> FindAsync(
        NpgsqlConnection connection, Guid trunkId, CancellationToken cancellation)
    {
        var settings = await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            "select settings from trunk where trunk_id = @trunkId", new { trunkId }, cancellationToken: cancellation));
        return settings is null ? null : Read(settings);
    }

    /// <summary>Trunks changed since a revision, in the order of their changes.</summary>
    public static async Task<IReadOnlyList<StoredTrunk>> ChangedSinceAsync(
        NpgsqlConnection connection, long revision, CancellationToken cancellation) =>
        [
            .. (await connection.QueryAsync<Row>(new CommandDefinition(
                """
                select trunk_id, settings, password, revision from trunk
                where revision > @revision order by revision limit 200
                """,
                new { revision },
                cancellationToken: cancellation)))
                .Select(row => new StoredTrunk(
                    row.TrunkId, row.Settings is null ? null : Read(row.Settings), row.Password, row.Revision)),
        ];

    /// <summary>Trunks that were removed.</summary>
    public static async Task<IReadOnlyList<Guid>> RemovedAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<Guid>(new CommandDefinition(
            "select trunk_id from trunk where settings is null", cancellationToken: cancellation))];

    private static Trunk Read(string settings) => JsonSerializer.Deserialize<Trunk>(settings, Json)!;

    private sealed record Row
    {
        public required Guid TrunkId { get; init; }

        public string? Settings { get; init; }

        public string? Password { get; init; }

        public long Revision { get; init; }
    }
}
