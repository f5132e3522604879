using Dapper;
using Npgsql;

namespace CallCenter.Hosting;

/// <summary>The table <c>public.schema_version</c>: which files have been applied.</summary>
internal static class SchemaVersionStore
{
    public const string Definition =
        """
        create table if not exists public.schema_version (
          assembly text not null,
          file text not null,
          checksum text not null,
          applied_at timestamptz not null default now(),
          primary key (assembly, file));
        comment on table public.schema_version is 'Schema files that migrate has applied, with the SHA-256 of each.';
        """;

    public static async Task<IReadOnlyList<SchemaVersion>> AppliedAsync(NpgsqlConnection connection) =>
        [.. await connection.QueryAsync<SchemaVersion>("select assembly, file, checksum from public.schema_version")];

    public static Task AddAsync(NpgsqlTransaction transaction, SchemaFile file) =>
        transaction.Connection!.ExecuteAsync(
            "insert into public.schema_version (assembly, file, checksum) values (@Assembly, @File, @Checksum)",
            file,
            transaction);

    /// <summary>
    /// The schemas whose tables the migrating role has made; public among them although it may own only its tables.
    /// </summary>
    public static async Task<IReadOnlyList<string>> OwnSchemasAsync(NpgsqlTransaction transaction) =>
        [.. await transaction.Connection!.QueryAsync<string>(
            """
            select nspname from pg_namespace
            where nspname = 'public'
               or (pg_has_role(nspowner, 'usage') and nspname !~ '^pg_' and nspname <> 'information_schema')
            order by nspname
            """,
            transaction: transaction)];
}

internal sealed record SchemaVersion
{
    public required string Assembly { get; init; }

    public required string File { get; init; }

    public required string Checksum { get; init; }
}
