using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Npgsql;

namespace CallCenter.Telephony.Flows;

/// <summary>A flow and where its versions stand.</summary>
public sealed record FlowEntry
{
    public required string Name { get; init; }

    /// <summary>The version with which calls begin; null before the first activation.</summary>
    public int? ActiveVersion { get; init; }

    public required int LastVersion { get; init; }
}

/// <summary>A version of a flow.</summary>
public sealed record FlowVersion
{
    public required int Version { get; init; }

    /// <summary>SHA-256 of the document, in hexadecimal digits.</summary>
    public required string Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Rows of <c>flow</c> and <c>flow_version</c>.</summary>
public static class FlowStore
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The flow, locked; it is begun when there is none.</summary>
    public static async Task<FlowEntry> LockAsync(
        NpgsqlTransaction transaction, string name, CancellationToken cancellation)
    {
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "insert into flow (name) values (@name) on conflict do nothing",
            new { name }, transaction, cancellationToken: cancellation));
        return await transaction.Connection!.QuerySingleAsync<FlowEntry>(new CommandDefinition(
            "select name, active_version, last_version from flow where name = @name for update",
            new { name }, transaction, cancellationToken: cancellation));
    }

    /// <summary>
    /// Stores a document as the next version of a locked flow, unless its newest version has the same content.
    /// </summary>
    public static async Task<FlowVersion> AddAsync(
        NpgsqlTransaction transaction, FlowEntry flow, FlowDocument document, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var text = JsonSerializer.Serialize(document, _json);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var newest = await transaction.Connection!.QuerySingleOrDefaultAsync<FlowVersion>(new CommandDefinition(
            """
            select version, hash, created_at from flow_version where name = @Name and version = @LastVersion
            """,
            flow, transaction, cancellationToken: cancellation));
        if (newest?.Hash == hash)
        {
            return newest;
        }

        var added = new FlowVersion { Version = flow.LastVersion + 1, Hash = hash, CreatedAt = now };
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            insert into flow_version (name, version, hash, document, created_at)
            values (@Name, @Version, @Hash, @text::json, @CreatedAt);
            update flow set last_version = @Version where name = @Name;
            """,
            new { flow.Name, added.Version, added.Hash, text, added.CreatedAt },
            transaction, cancellationToken: cancellation));
        return added;
    }

    /// <summary>Calls that arrive from now on begin with this version.</summary>
    public static Task ActivateAsync(
        NpgsqlTransaction transaction, string name, int version, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "update flow set active_version = @version where name = @name",
            new { name, version }, transaction, cancellationToken: cancellation));

    public static async Task<IReadOnlyList<FlowEntry>> ListAsync(
        NpgsqlConnection connection, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<FlowEntry>(new CommandDefinition(
            "select name, active_version, last_version from flow order by name limit 10000",
            cancellationToken: cancellation))];

    /// <summary>The versions of a flow, the newest first.</summary>
    public static async Task<IReadOnlyList<FlowVersion>> VersionsAsync(
        NpgsqlConnection connection, string name, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<FlowVersion>(new CommandDefinition(
            """
            select version, hash, created_at from flow_version where name = @name order by version desc limit 1000
            """,
            new { name }, cancellationToken: cancellation))];

    public static async Task<FlowDocument?> FindAsync(
        NpgsqlConnection connection, string name, int version, CancellationToken cancellation)
    {
        var text = await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "select document::text from flow_version where name = @name and version = @version",
            new { name, version }, cancellationToken: cancellation));
        return text is null ? null : JsonSerializer.Deserialize<FlowDocument>(text, _json);
    }

    /// <summary>The active versions of flows; those without one are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> ActiveAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        (await connection.QueryAsync<(string Name, int Version)>(new CommandDefinition(
            "select name, active_version from flow where name = any(@names) and active_version is not null",
            new { names = names.ToArray() }, cancellationToken: cancellation)))
        .ToDictionary(flow => flow.Name, flow => flow.Version);
}
